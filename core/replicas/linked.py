"""A replica among others: what is kept and claimed in Redis, and the news it tells there."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import TypeVar

from redis.asyncio import Redis

from core.replicas.breaker import Breaker
from core.replicas.news import FAULTS, News
from core.replicas.replicas import Heard, Kept, Replicas

PATIENCE = 0.5
"""Seconds within which Redis answers, or is down."""
BUSY = 0.2
"""Seconds more, and it was this process that was late: that says nothing of Redis."""
MAX_UNTOLD = 1000
"""Pieces of news that wait for Redis to be back."""
PROBE_SECONDS = 60

T = TypeVar("T")


class LinkedReplicas(Replicas):
    """Shares *redis* with the replicas of the same *name*; `watch` is to run all the while.

    A question that fails opens the breaker. From then on nobody waits: `watch` alone looks, and
    closes it once Redis takes a write.
    """

    def __init__(
        self, redis: Redis, name: str, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._redis = redis
        self.name = name
        self._now = now
        self._breaker = Breaker(now)
        self._news = News(redis, f"{name}:news")
        self._untold: deque[bytes] = deque(maxlen=MAX_UNTOLD)

    @property
    def is_alone(self) -> bool:
        """No."""
        return False

    @property
    def is_down(self) -> bool:
        """Whether Redis is left alone at the moment."""
        return self._breaker.is_open

    def listen(self, topic: str, heard: Heard) -> None:
        """Have it called."""
        self._news.listen(topic, heard)

    async def tell(self, topic: str, text: str) -> None:
        """Tell, also past an open breaker while the line is whole: news is rare and matters."""
        said = self._news.worded(topic, text)
        told = None
        try:
            if self._news.is_whole:
                told = await self._ask(lambda redis: self._publish(redis, said))
        finally:
            if told is None:
                self._untold.append(said)

    async def kept(self, key: str) -> Kept | None:
        """Return what is kept, its time by the clock of Redis: replicas' own may differ."""

        async def ask(redis: Redis) -> list[object]:
            async with redis.pipeline(transaction=False) as asked:
                both = asked.get(self._key(key)).pttl(self._key(key))  # type: ignore[attr-defined]  # itself, for a pipeline
                return list(await both.execute())

        match await self.attempt(ask):
            case [bytes(value), int(left)] if left > 0:
                return Kept(value, left / 1000)
        return None

    async def keep(self, key: str, value: bytes, seconds: float) -> bool:
        """Keep it, unless it would be over already."""
        left = int(seconds * 1000)
        if left <= 0:
            return False
        return bool(await self.attempt(lambda redis: redis.set(self._key(key), value, px=left)))

    async def forget(self, key: str) -> None:
        """Delete it."""
        await self.attempt(lambda redis: redis.delete(self._key(key)))

    async def claim(self, key: str, seconds: float) -> bool:
        """Claim it, unless another has."""

        async def ask(redis: Redis) -> bool:
            left = int(seconds * 1000)
            return bool(await redis.set(self._key(f"{key}:claim"), b"", px=left, nx=True))

        return await self.attempt(ask) is not False

    async def give_up(self, key: str) -> None:
        """Delete the claim."""
        await self.forget(f"{key}:claim")

    async def attempt(self, ask: Callable[[Redis], Awaitable[T]]) -> T | None:
        """Ask, within `PATIENCE`."""
        return None if self._breaker.is_open else await self._ask(ask)

    async def watch(self, tried: asyncio.Event) -> None:
        """Keep the line of news open, and look whether Redis is back; set *tried* once known."""
        while True:
            try:
                async with aclosing(self._news.beats()) as beats:
                    async for _ in beats:
                        tried.set()
                        await self._look()
            except FAULTS as error:
                self._breaker.failed(error)
            tried.set()
            self._news.is_whole = False
            await asyncio.sleep(PATIENCE)

    async def _look(self) -> None:
        if self._breaker.is_to_be_tried and await self._ask(self._probe):
            self._breaker.works()
        while self._untold and not self._breaker.is_open:
            if await self._ask(lambda redis: self._publish(redis, self._untold[0])) is None:
                return
            self._untold.popleft()

    async def _probe(self, redis: Redis) -> bool:
        # A write: a Redis that is full, or reads only, answers a ping.
        return bool(await redis.set(self._key("probe"), b"", ex=PROBE_SECONDS))

    async def _publish(self, redis: Redis, said: bytes) -> int:
        return int(await redis.publish(self._news.channel, said))

    async def _ask(self, ask: Callable[[Redis], Awaitable[T]]) -> T | None:
        began = self._now()
        try:
            async with asyncio.timeout(PATIENCE):
                return await ask(self._redis)
        except FAULTS as error:
            if self._now() - began < PATIENCE + BUSY:
                self._breaker.failed(error)
            return None

    def _key(self, key: str) -> str:
        return f"{self.name}:{key}"
