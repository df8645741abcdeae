"""Where jobs wait: in this process, or in Redis where several workers share the load.

A job may be lost, or be there twice: the next sweep puts it again, and claims in the store tell
a day once. So a plain list will do, which keeps nothing of what was taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import LockError, RedisError
from taskiq import AsyncBroker, BrokerMessage
from taskiq_redis import ListQueueBroker

from core.settings import Settings

log = structlog.get_logger()

ROOM = 1000
"""Jobs that wait in this process at most."""

CONNECTIONS = 10
"""To Redis: one waits for jobs, the others put them and look."""

KEPT = 3600
"""Seconds after which jobs in Redis that nobody takes are gone: the news would be stale."""

ALONE = 60.0
"""Seconds after which a worker that died no longer keeps the others from sweeping."""

TRY_AGAIN_IN = 2.0
"""Seconds between two attempts at a Redis that is down."""

Keep = Callable[[], Awaitable[object]]


class LocalQueue(AsyncBroker):
    """Jobs of one process."""

    def __init__(self) -> None:
        super().__init__()
        self._jobs: asyncio.Queue[bytes] = asyncio.Queue(ROOM)
        self._alone = asyncio.Lock()

    async def kick(self, message: BrokerMessage) -> None:
        """Put a job; wait where there is no room."""
        await self._jobs.put(message.message)

    async def listen(self) -> AsyncGenerator[bytes, None]:
        """Yield the jobs."""
        while True:
            yield await self._jobs.get()

    async def waiting(self) -> int:
        """Return how many jobs wait."""
        return self._jobs.qsize()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[Keep | None]:
        """Be the only one in here while the block lasts; None to whoever is not."""
        if self._alone.locked():
            yield None
            return
        async with self._alone:
            yield self.waiting  # nothing to keep: in one process nobody is forgotten


class SharedQueue(ListQueueBroker):
    """Jobs of all workers of a bot; `RedisError` where Redis is down, but for `listen`."""

    async def kick(self, message: BrokerMessage) -> None:
        """Put a job."""
        await super().kick(message)
        async with self._redis() as redis:
            await redis.expire(self.queue_name, KEPT)

    async def listen(self) -> AsyncGenerator[bytes, None]:
        """Yield the jobs; while Redis is down, wait for it."""
        while True:
            try:
                async for job in super().listen():
                    yield job
            except RedisError as error:
                log.warning("queue_unreachable", cause=type(error).__name__)
                await asyncio.sleep(TRY_AGAIN_IN)

    async def waiting(self) -> int:
        """Return how many jobs wait."""
        async with self._redis() as redis:
            return int(await redis.llen(self.queue_name))

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[Keep | None]:
        """Be the only one in here, of all workers; None to whoever is not.

        What is yielded keeps the place for `ALONE` more seconds, or raises `RedisError`.
        """
        async with self._redis() as redis:
            lock = redis.lock(f"{self.queue_name}:sweep", timeout=ALONE)
            if not await lock.acquire(blocking=False):
                yield None
                return
            try:
                yield lock.reacquire
            finally:
                with suppress(LockError):  # it took too long, and is another's
                    await lock.release()

    def _redis(self) -> Redis:
        return Redis(connection_pool=self.connection_pool)


Queue = LocalQueue | SharedQueue


def make_queue(settings: Settings, bot: int) -> Queue:
    """Return the queue of *bot*, in Redis where REDIS_URL names one."""
    url = settings.redis_url.get_secret_value()
    if not url:
        return LocalQueue()
    return SharedQueue(
        url,
        queue_name=f"rewards:{bot}",
        max_connection_pool_size=CONNECTIONS,
        socket_timeout=None,  # whoever waits for jobs waits for long
        socket_keepalive=True,
    )
