"""Telling Telegram where the webhook is, and telling it again while it cannot be reached."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.utils.backoff import Backoff, BackoffConfig

from bot.profile import set_up
from bot.telegram import PASSING, in_a_line
from core.errors import SettingsError
from core.settings import Settings

log = structlog.get_logger()

AT_ONCE = 40
"""Updates that Telegram may send at a time."""

TELL_WITHIN = 15.0
"""Seconds for one attempt."""

PATIENCE = BackoffConfig(min_delay=1.0, max_delay=60.0, factor=2.0, jitter=0.1)


class Registration:
    """The webhook, set on entering; leaving ends the attempts and leaves the webhook set."""

    def __init__(self, bot: Bot, settings: Settings, kinds: list[str]) -> None:
        self._bot = bot
        self._settings = settings
        self._kinds = kinds
        self._again: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        """Try once; `SettingsError` when Telegram refuses, more attempts when it is not there."""
        try:
            await self._tell()
        except PASSING as error:
            self._again = asyncio.create_task(  # noqa: TID251  # __aexit__ ends it
                self._keep_telling(error)
            )

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._again:
            self._again.cancel()
            with suppress(asyncio.CancelledError):
                await self._again

    async def _tell(self) -> None:
        try:
            async with asyncio.timeout(TELL_WITHIN):
                await self._bot.set_webhook(
                    self._settings.bot_webhook_url,
                    secret_token=self._settings.bot_webhook_secret.get_secret_value(),
                    allowed_updates=self._kinds,
                    max_connections=AT_ONCE,
                )
                await set_up(self._bot, self._settings)
        except PASSING:
            raise
        except TelegramAPIError as error:
            raise SettingsError(
                f"BOT_TOKEN, BOT_WEBHOOK_URL or PUBLIC_URL is refused by Telegram: {error.message}"
            ) from None

    async def _keep_telling(self, error: Exception) -> None:
        backoff = Backoff(PATIENCE)
        while True:
            log.warning("webhook_not_set", cause=in_a_line(error))
            await backoff.asleep()
            try:
                return await self._tell()
            except PASSING as later:
                error = later
            except SettingsError as refusal:
                log.error("webhook_refused", cause=str(refusal))  # noqa: TRY400  # one line says it all
                return None
