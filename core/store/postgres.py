"""PostgreSQL: a bounded pool, row locks for the refreshes, an advisory lock for the migrations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy import BigInteger, NullPool, Select, Table, func, literal, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from core.errors import SettingsError
from core.model import UserId
from core.store.database import PATIENCE, POOL_PATIENCE

CONNECTIONS = 16
REFRESHES = 8
"""Rows locked at once; each keeps a connection while the partner answers. Fewer than there are
connections, so that however many users refresh, reads go on."""

STATEMENT_SECONDS = 20
REPLY_SECONDS = 25
"""After which a statement is given up from here: the server, or the way to it, is dead."""

_MIGRATING = int.from_bytes(b"GoMining")  # no Telegram id is so large


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """See `core.store.database.Database`."""

    url: str = field(repr=False)
    reads: AsyncEngine
    writes: AsyncEngine
    places: asyncio.Semaphore

    def insert(self, table: Table) -> Insert:
        """Return PostgreSQL's INSERT."""
        return insert(table)

    async def alone(self, connection: AsyncConnection, user: UserId) -> None:
        """Take the advisory lock that bears the user's id."""
        await connection.execute(_advisory_lock(user))

    @asynccontextmanager
    async def turn(self, user: UserId) -> AsyncIterator[AsyncConnection]:  # noqa: ARG002  # the row is the lock
        """Take one of the connections that refreshes may have."""
        async with asyncio.timeout(PATIENCE):
            await self.places.acquire()
        try:
            async with self.writes.connect() as connection:
                yield connection
        finally:
            self.places.release()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Read on a connection without the limits of everyday statements."""
        engine = _engine(partial(_connect, self.url), poolclass=NullPool).execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        async with engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """Take the advisory lock on a connection without the limits of everyday statements."""
        engine = _engine(partial(_connect, self.url), poolclass=NullPool)
        async with engine.begin() as connection:
            await connection.execute(_advisory_lock(_MIGRATING))
            yield connection


@asynccontextmanager
async def open_postgres(url: str) -> AsyncIterator[PostgresDatabase]:
    """Open a pool; asyncpg reads *url* itself, so it may say what libpq's may (sslmode, …)."""
    engine = _engine(
        partial(
            _connect,
            url,
            timeout=POOL_PATIENCE,
            command_timeout=REPLY_SECONDS,
            server_settings={
                "application_name": "gomining-mini-app",
                "statement_timeout": f"{STATEMENT_SECONDS}s",
                "lock_timeout": f"{PATIENCE}s",
                "idle_in_transaction_session_timeout": "2min",
            },
        ),
        pool_size=CONNECTIONS // 2,
        max_overflow=CONNECTIONS // 2,
        pool_timeout=POOL_PATIENCE,
        pool_pre_ping=True,
        pool_recycle=1800,
    )
    try:
        yield PostgresDatabase(
            url,
            reads=engine.execution_options(isolation_level="AUTOCOMMIT"),
            writes=engine,
            places=asyncio.Semaphore(REFRESHES),
        )
    finally:
        await engine.dispose()


async def _connect(url: str, **options: object) -> object:
    try:
        return await asyncpg.connect(url, **options)
    except ValueError:  # from None: it quotes the address
        raise SettingsError(
            "DATABASE_URL should be like postgresql://user:password@host:5432/database"
        ) from None


def _engine(connect: Callable[..., Awaitable[object]], **more: object) -> AsyncEngine:
    return create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, hide_parameters=True, **more
    )


def _advisory_lock(number: int) -> Select[tuple[None]]:
    return select(func.pg_advisory_xact_lock(literal(number, BigInteger)))
