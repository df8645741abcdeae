"""How fast the bot writes to people who did not just ask: Telegram's limit, kept by all workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from core.errors import RateLimitedError
from core.model import UserId
from core.rate_limit import BROADCAST, RateLimits

A_SECOND = BROADCAST.per_user.amount
"""Messages."""

CATCH_UP = 0.1
"""Seconds by which a message may be early because the one before was late."""

LOOK_AGAIN = 0.02
"""Seconds between two looks whether the other workers leave room."""

Sleep = Callable[[float], Awaitable[object]]


class Pace:
    """Gives out turns to write: `A_SECOND` at most, among all workers that share their limits.

    Turns of one process are spread evenly, so that what is shared seldom has to say no.
    """

    def __init__(
        self,
        limits: RateLimits,
        bot: int,
        *,
        sleep: Sleep = asyncio.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._bot = UserId(bot)
        self._sleep = sleep
        self._now = now
        self._queue = asyncio.Lock()
        self._next = now()
        self._paused_until = now()

    def pause(self, seconds: float) -> None:
        """Give out no turn for so long: Telegram asked for it, or is not there."""
        self._paused_until = max(self._paused_until, self._now() + seconds)

    async def calm(self) -> None:
        """Return when there is no pause; what nobody waits for need not be begun in one."""
        while (left := self._paused_until - self._now()) > 0:
            await self._sleep(left)

    async def turn(self) -> None:
        """Return when a message may be sent."""
        async with self._queue:
            await self.calm()
            if (early := self._next - self._now()) > 0:
                await self._sleep(early)
            await self._room_among_all()
            self._next = max(self._next, self._now() - CATCH_UP) + 1 / A_SECOND

    async def _room_among_all(self) -> None:
        while True:
            try:
                return await self._limits.check(BROADCAST, user=self._bot)
            except RateLimitedError:
                await self._sleep(LOOK_AGAIN)
