"""The way to Telegram: which requests are sent again, and what their errors must not say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from core import metrics
from core.settings import Settings

log = structlog.get_logger()

ANSWER_WITHIN = 10.0
"""Seconds for one request; long polling gets its own wait on top."""

LONGEST_WAIT = 10
"""Seconds that one request may wait in all because Telegram asks for patience."""

PASSING = (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, TimeoutError)
"""Faults of the way or of Telegram: the same request may work later."""


def in_a_line(error: Exception) -> str:
    """Return what one of the `PASSING` says, fit for a log."""
    return (str(error) or "no answer in time").partition("\n")[0]


class Session(AiohttpSession):
    """aiogram's, which keeps the shape of each method's answer.

    pydantic forgets a generic model that nobody holds, and aiogram holds none: that of a message
    takes some 10 ms to be made again.
    """

    def __init__(self, api: TelegramAPIServer, timeout: float) -> None:
        super().__init__(api=api, timeout=timeout)
        self._shapes: dict[type, type] = {}

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        """Return what Telegram answers, or raise the error that it names."""
        if type(method) not in self._shapes:
            self._shapes[type(method)] = Response[method.__returning__]  # type: ignore[name-defined]  # a type, known by now
        return super().check_response(bot, method, status_code, content)


class WaitAndResend(BaseRequestMiddleware):
    """Sends again what Telegram throttled, after the seconds it names.

    Waits *patience* seconds in all at most: past that the `TelegramRetryAfter` is the
    caller's. A throttled request was not carried out, so sending a write again is safe.
    """

    def __init__(
        self,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        *,
        patience: int = LONGEST_WAIT,
    ) -> None:
        self._sleep = sleep
        self._patience = patience

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Return Telegram's answer to the first sending that it did not throttle."""
        patience = self._patience
        while True:
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                metrics.TELEGRAM_THROTTLED.inc()
                patience -= error.retry_after
                if patience < 0:
                    raise
                log.warning(
                    "telegram_throttled", method=method.__api_method__, seconds=error.retry_after
                )
                await self._sleep(error.retry_after)


class Discreet(BaseRequestMiddleware):
    """Takes the bot's token and users' messages out of errors, which end in logs."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Return Telegram's answer, or raise what may be read by anyone."""
        try:
            return await make_request(bot, method)
        except TelegramNetworkError as error:
            # The HTTP client may name the address, and the address holds the token.
            error.message = error.message.replace(bot.token, "<token>")
            raise error from None
        except ClientDecodeError:
            # It quotes the whole answer, for getUpdates the users' messages.
            raise TelegramServerError(method, "the answer cannot be read") from None


def make_bot(settings: Settings, *, patience: int = LONGEST_WAIT) -> Bot:
    """Return the bot at TELEGRAM_API_URL; the caller closes it, by `async with`.

    A request that Telegram throttles waits *patience* seconds at most.
    """
    session = Session(TelegramAPIServer.from_base(settings.telegram_api_url), ANSWER_WITHIN)
    session.middleware(WaitAndResend(patience=patience))
    session.middleware(Discreet())
    return Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(parse_mode=ParseMode.HTML),
    )
