"""The jobs: a sweep that puts one job per user and mined day, and the job that tells of it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import UTC, date, datetime

import structlog
from redis.exceptions import RedisError
from taskiq.exceptions import SendTaskError

from bot.progress import Progress
from bot.queues import Keep, Queue
from bot.telling import Teller
from core import metrics
from core.errors import StoreError
from core.model import UserId
from core.rewards import Rewards

log = structlog.get_logger()

SWEEP_SECONDS = 120
"""Between two looks at who is due."""

BATCH = 100
"""Jobs that are put at once."""

WAITING = 500
"""Jobs that may wait before a sweep puts more: none gets old in the queue."""

LOOK_AGAIN = 0.25
"""Seconds between two looks whether there is room."""


class Jobs:
    """What a worker does; registers itself with *queue*. A payload is a user's id and a day."""

    def __init__(
        self,
        queue: Queue,
        rewards: Rewards,
        teller: Teller,
        progress: Progress,
        *,
        every: int = SWEEP_SECONDS,
    ) -> None:
        self._queue = queue
        self._rewards = rewards
        self._teller = teller
        self._progress = progress
        self._stopping = False
        self._in_hand: set[asyncio.Task[None]] = set()
        metrics.JOBS.labels("sweep", metrics.OK)  # there from the start: an alert wants it to rise

        # Functions, for Taskiq renames what it is given, and a method has no name of its own.
        async def tell(user: int, day: str) -> None:
            await self.tell(user, day)

        async def sweep() -> None:
            await self.sweep()

        self._tell = queue.register_task(tell, "tell")
        queue.register_task(sweep, "sweep", schedule=[{"interval": every}])

    async def tell(self, user: int, day: str) -> None:
        """Tell a user of a day."""
        task = asyncio.ensure_future(self._teller.tell(UserId(user), date.fromisoformat(day)))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        await asyncio.wait({task})

    async def sweep(self) -> None:
        """Put a job for everybody who is due; while another sweeps, that is enough."""
        try:
            async with self._queue.alone() as keep:
                if keep is None or await self._queue.waiting() > BATCH:
                    metrics.JOBS.labels("sweep", "needless").inc()
                    return  # those of the last sweep are still there, and would be put again
                self._progress.found = await self._put_all(keep)
        except (StoreError, SendTaskError, RedisError) as error:
            metrics.JOBS.labels("sweep", "failed").inc()
            log.warning("sweep_failed", cause=type(error).__name__)
            return
        metrics.JOBS.labels("sweep", metrics.OK).inc()
        self._progress.swept_at = datetime.now(UTC)
        if self._progress.found:
            log.info("swept", found=self._progress.found)

    async def _put_all(self, keep: Keep) -> int:
        found = 0
        async with aclosing(self._rewards.due()) as due:
            async for user, day in due:
                if found % BATCH == 0 and not await self._has_room(keep):
                    break
                await self._tell.kiq(user, day.isoformat())
                found += 1
        return found

    async def _has_room(self, keep: Keep) -> bool:
        """Return when there is room for a batch; False where the worker is to stop."""
        while not self._stopping:
            await keep()
            if await self._queue.waiting() < WAITING:
                return True
            await asyncio.sleep(LOOK_AGAIN)
        return False

    def stop(self) -> None:
        """Put nothing more."""
        self._stopping = True

    async def drop(self) -> int:
        """Give up what is still being told; return how many that were."""
        late = list(self._in_hand)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)
