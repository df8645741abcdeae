"""Where pictures are made: beside the event loop, so many at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from core.errors import RateLimitedError

AT_ONCE = 2
"""Pictures in the making; each holds a thread and some megabytes."""

WAITING = 50
"""Pictures that may wait their turn, some seconds of work; one more is refused."""

TRY_AGAIN_IN = 10
"""Seconds its user is told to wait."""


class Studio:
    """Makes pictures in threads."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._ordered = 0

    async def make(self, draw: Callable[[], bytes]) -> bytes:
        """Return what *draw* makes; `RateLimitedError` where too many wait already."""
        if self._ordered >= AT_ONCE + WAITING:
            raise RateLimitedError(TRY_AGAIN_IN)
        self._ordered += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(draw)
        finally:
            self._ordered -= 1
