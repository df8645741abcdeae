"""How often a user, or an address, may do what costs us or the partner something."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter

from core import metrics
from core.errors import RateLimitedError
from core.model import UserId
from core.replicas import ALONE, Replicas

if TYPE_CHECKING:
    from redis.asyncio import Redis

MAX_COUNTERS = 100_000
"""Counters kept in this process at most; beyond it all start anew rather than grow."""
IPV6_SITE_BITS = 64
"""One subscriber holds a whole /64: single addresses would be limits without effect."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rule:
    """How often one user and one address may do a thing; a chat has no address."""

    name: str
    per_user: RateLimitItem
    per_address: RateLimitItem | None = None


SESSION = Rule("session", parse("30/minute"), parse("120/minute"))
LOGIN = Rule("login", parse("20/minute"), parse("120/minute"))
FORECAST = Rule("forecast", parse("240/minute"), parse("960/minute"))
"""Every slider that moves asks a few times a second."""
WRITE = Rule("write", parse("20/minute"), parse("120/minute"))
CHECK = Rule("check", parse("60/minute"), parse("240/minute"))
CHAT = Rule("chat", parse("20 per 10 second"))
CHAT_REFUSAL = Rule("chat_refusal", parse("1 per 10 second"))
"""Beyond `CHAT` a user is told so once, then met with silence."""
BROADCAST = Rule("broadcast", parse("30/second"))
"""What Telegram grants a bot that writes first; counted for the bot, by its own id."""
REWARD = Rule("reward", parse("4/hour"))
"""How often it is looked what came in for somebody, where nothing comes of it."""


class RateLimits:
    """Counts in fixed windows: in Redis where replicas share one, else in this process."""

    def __init__(self, replicas: Replicas = ALONE) -> None:
        self._local = MemoryStorage()
        self._locally = FixedWindowRateLimiter(self._local)
        self._replicas = replicas
        self._shared: FixedWindowRateLimiter | None = None

    async def check(self, rule: Rule, *, address: str = "", user: UserId | None = None) -> None:
        """Count one more of *rule*, or raise `RateLimitedError`."""
        try:
            if rule.per_address is not None:
                await self._hit(rule.per_address, rule.name, "address", _site(address))
            if user is not None:
                await self._hit(rule.per_user, rule.name, "user", str(user))
        except RateLimitedError:
            metrics.LIMITED.labels(rule.name).inc()
            raise

    async def _hit(self, limit: RateLimitItem, *who: str) -> None:
        wait = await self._replicas.attempt(lambda redis: self._wait_in(redis, limit, *who))
        if wait is None:
            # Without Redis each replica limits on its own: weaker, but nobody is locked out.
            wait = await _wait(self._locally, limit, *who)
        if len(self._local.storage) > MAX_COUNTERS:
            log.warning("rate_limits_full", counters=len(self._local.storage))
            await self._local.reset()
        if wait:
            raise RateLimitedError(wait)

    async def _wait_in(self, redis: Redis, limit: RateLimitItem, *who: str) -> int:
        if self._shared is None:
            storage = RedisStorage(
                "async+redis://",
                implementation="redispy",
                key_prefix=f"{self._replicas.name}:limits",
                connection_pool=redis.connection_pool,  # type: ignore[arg-type]  # as its documentation says
            )
            self._shared = FixedWindowRateLimiter(storage)
        return await _wait(self._shared, limit, *who)


async def _wait(limiter: FixedWindowRateLimiter, limit: RateLimitItem, *who: str) -> int:
    """Return the seconds to wait before the next time; 0 where this time counts."""
    if await limiter.hit(limit, *who):
        return 0
    reset_at = (await limiter.get_window_stats(limit, *who)).reset_time
    return max(1, math.ceil(reset_at - time.time()))


def _site(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return f"{int(ip) >> (128 - IPV6_SITE_BITS):x}"
