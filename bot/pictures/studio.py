"""Where pictures are made: beside the event loop, so many at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from core import logs
from core.errors import RateLimitedError

log = structlog.get_logger()

AT_ONCE = 2
"""Pictures in the making; each holds a thread and some megabytes."""

WAITING = 50
"""Pictures that may wait their turn, some seconds of work; one more is refused."""

TRY_AGAIN_IN = 10
"""Seconds its user is told to wait."""

PATIENCE = 5.0
"""Seconds that a picture is waited for; the first has seconds of imports before it."""


class Studio:
    """Makes pictures in threads."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._ordered: set[asyncio.Task[bytes]] = set()

    async def make(self, draw: Callable[[], bytes]) -> bytes | None:
        """Return what *draw* makes; None where it fails or takes too long: do without it.

        `RateLimitedError` where too many wait already. What takes too long keeps its place until
        it ends, for a thread cannot be stopped.
        """
        if len(self._ordered) >= AT_ONCE + WAITING:
            raise RateLimitedError(TRY_AGAIN_IN)
        task = asyncio.ensure_future(self._in_turn(draw))
        self._ordered.add(task)
        task.add_done_callback(self._hand_over)
        await asyncio.wait([task], timeout=PATIENCE)
        return task.result() if task.done() and not task.exception() else None

    async def _in_turn(self, draw: Callable[[], bytes]) -> bytes:
        async with self._turns:
            return await asyncio.to_thread(draw)

    def _hand_over(self, task: asyncio.Task[bytes]) -> None:
        self._ordered.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("picture_failed", error=type(error).__name__, at=logs.place_of(error))
