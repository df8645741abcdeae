"""Redis, or Valkey: does it answer."""

from __future__ import annotations

from core.checkup.finding import Finding, fine, wrong
from core.settings import Settings

REDIS = "redis"
PATIENCE = 2.0


async def probe(settings: Settings) -> list[Finding]:
    """Ask the Redis that REDIS_URL names whether it is there."""
    url = settings.redis_url.get_secret_value()
    return [judged(await _ping(url) if url else None)]


async def _ping(url: str) -> str:
    """Return why it does not answer; an empty string where it does."""
    from redis.asyncio import Redis  # noqa: PLC0415  # only where there is one
    from redis.exceptions import RedisError  # noqa: PLC0415

    try:
        async with Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None
        ) as redis:
            await redis.ping()
    except (RedisError, OSError, ValueError) as error:
        return type(error).__name__  # its text would quote the address
    return ""


def judged(fault: str | None) -> Finding:
    """Return what Redis' answer means: None for no Redis, empty for a good answer."""
    if fault is None:
        return fine(REDIS, "none: right for one web process; several want REDIS_URL")
    if fault:
        return wrong(
            REDIS,
            f"it does not answer ({fault}): each process counts and caches for itself",
            "start it, or correct REDIS_URL; with one web process it may be left empty",
        )
    return fine(REDIS, "it answers")
