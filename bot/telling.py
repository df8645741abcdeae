"""Telling one user of one mined day, at Telegram's pace, whatever comes of it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import date

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)

from bot import texts
from bot.amounts import Amounts
from bot.pace import Pace
from bot.presenting import rewards as presenting
from bot.progress import Progress
from bot.telegram import PASSING, in_a_line
from core import logs, request_id
from core.errors import AppError, RateLimitedError
from core.model import UserId
from core.rate_limit import REWARD
from core.rewards import Reward
from core.runtime import Services
from core.settings import Settings

log = structlog.get_logger()

ASKING = 8
"""Users whose income the partner is asked for at a time, by one worker."""

LONGEST_PATIENCE = 300
"""Seconds that one message may wait in all because Telegram asks for patience."""

OUTAGE = 30.0
"""Seconds in which nothing is begun after Telegram could not be reached."""

NO_CHAT = "chat not found"
"""How Telegram says that somebody never began the chat, or deleted the account."""


class Teller:
    """Tells users what came in; counts what became of it, and never raises."""

    def __init__(
        self, bot: Bot, services: Services, settings: Settings, pace: Pace, progress: Progress
    ) -> None:
        self._bot = bot
        self._services = services
        self._mini_app = settings.public_url
        self._pace = pace
        self._progress = progress
        self._asking = asyncio.Semaphore(ASKING)

    async def tell(self, user: UserId, day: date) -> None:
        """Tell the user of *day*; one user's failure is nobody else's."""
        request_id.begin()
        try:
            outcome = await self._told(user, day)
        except Exception as error:  # noqa: BLE001  # the last resort
            log.error(  # noqa: TRY400  # a traceback may quote the user
                "reward_crashed", error=type(error).__name__, at=logs.place_of(error)
            )
            outcome = "crashed"
        self._progress.note(outcome)

    async def _told(self, user: UserId, day: date) -> str:  # noqa: PLR0911  # one for each end
        try:
            await self._services.rate_limits.check(REWARD, user=user)
        except RateLimitedError:  # nothing came of it a while ago
            return "resting"
        try:
            return await self._asked_and_told(user, day)
        except TelegramForbiddenError:
            return await self._blocked(user)
        except TelegramBadRequest as error:
            if NO_CHAT in error.message:
                return await self._blocked(user)
            log.error("reward_refused", cause=error.message)  # noqa: TRY400  # one line says it all
            return "refused"
        except PASSING as error:
            # Perhaps it arrived: sent again it could arrive twice. What is not begun yet can wait.
            self._pace.pause(OUTAGE)
            log.warning("reward_not_sent", cause=in_a_line(error))
            return "not_sent"
        except AppError as error:
            log.warning("reward_not_kept", code=error.code)
            return "not_kept"

    async def _asked_and_told(self, user: UserId, day: date) -> str:
        async with AsyncExitStack() as asking:
            await asking.enter_async_context(self._asking)
            await self._pace.calm()

            async def say(reward: Reward) -> None:
                await asking.aclose()  # the partner is asked no more: the next may
                await self._say(user, reward)

            return await self._services.rewards.tell(user, day, say)

    async def _say(self, user: UserId, reward: Reward) -> None:
        amounts = Amounts(texts.words_for(reward.chosen.speaks), reward.chosen)
        said, keyboard = (
            presenting.told(amounts, reward),
            presenting.buttons(amounts.words, reward.day, self._mini_app),
        )
        patience = LONGEST_PATIENCE
        while True:
            await self._pace.turn()
            try:
                await self._bot.send_message(user, said, reply_markup=keyboard)
            except TelegramRetryAfter as error:  # it was not carried out
                patience -= error.retry_after
                self._pace.pause(error.retry_after)
                log.warning("telegram_throttled", seconds=error.retry_after)
                if patience < 0:
                    raise
            else:
                return

    async def _blocked(self, user: UserId) -> str:
        await self._services.rewards.unsubscribe(user)
        return "blocked"
