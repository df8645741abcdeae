"""Joining the other replicas, and leaving them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr

from core.replicas.replicas import ALONE, Replicas

CONNECTIONS = 32
"""To Redis, at most; whoever needs one more waits for it."""


@asynccontextmanager
async def open_replicas(redis_url: SecretStr, name: str = "") -> AsyncIterator[Replicas]:
    """Yield the way to those who share this Redis and *name*; without Redis, to nobody.

    It is known by then whether Redis answers; one that is away is looked for all the while.
    """
    url = redis_url.get_secret_value()
    if not url:
        yield ALONE
        return
    from redis.asyncio import BlockingConnectionPool, Redis  # noqa: PLC0415  # for its 15 MiB
    from redis.asyncio.retry import Retry  # noqa: PLC0415  # the same
    from redis.backoff import NoBackoff  # noqa: PLC0415  # the same
    from redis.exceptions import ConnectionError as Broken  # noqa: PLC0415  # the same

    from core.replicas.linked import PATIENCE, LinkedReplicas  # noqa: PLC0415  # the same

    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=PATIENCE,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        # Once more where Redis has closed a connection that idled; never where it is slow.
        retry=Retry(NoBackoff(), 1, supported_errors=(Broken,)),
    )
    replicas = LinkedReplicas(Redis(connection_pool=pool), name)
    tried = asyncio.Event()
    watching = asyncio.ensure_future(replicas.watch(tried))
    try:
        await tried.wait()
        yield replicas
    finally:
        while not watching.done():  # the client may take a cancellation for its own time-out
            watching.cancel()
            await asyncio.wait({watching}, timeout=PATIENCE)
        await pool.aclose()
