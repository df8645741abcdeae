"""SQLite: one file, many readers, one writer, and a lock file beside it for the refreshes."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, event
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from core.errors import SettingsError
from core.model import UserId
from core.store.database import PATIENCE, POOL_PATIENCE
from core.store.file_locks import FileLocks

READERS = 2
"""Connections to read by: each is a thread, and the interpreter runs one at a time."""

CACHE_KIB = 256
"""Of the file that a connection keeps to itself: the kernel has it in memory already."""

MIGRATION_PATIENCE = 300.0

_STARTING = 2**62  # the lock of those who make or change tables: no Telegram id is so large


@dataclass(frozen=True, slots=True)
class SqliteDatabase:
    """See `core.store.database.Database`."""

    reads: AsyncEngine
    writes: AsyncEngine
    locks: FileLocks

    def insert(self, table: Table) -> Insert:
        """Return SQLite's INSERT."""
        return insert(table)

    async def alone(self, connection: AsyncConnection, user: UserId) -> None:
        """Do nothing: a transaction here begins IMMEDIATE and is alone already."""

    @asynccontextmanager
    async def turn(self, user: UserId) -> AsyncIterator[None]:
        """Hold the user's byte of the lock file."""
        async with self.locks.hold(user % _STARTING, PATIENCE):
            yield

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Read in a transaction: in WAL mode it sees what its first read saw, and bars nobody."""
        async with self.reads.connect() as connection:
            await connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                await connection.exec_driver_sql("ROLLBACK")

    @asynccontextmanager
    async def migrating(self) -> AsyncIterator[AsyncConnection]:
        """Wait at the lock file, which waits fairly, not at SQLite's own lock."""
        async with (
            self.locks.hold(_STARTING, MIGRATION_PATIENCE),
            self.writes.begin() as connection,
        ):
            yield connection


@asynccontextmanager
async def open_sqlite(url: str) -> AsyncIterator[SqliteDatabase]:
    """Open the file, making it (0600) and its folder (0700) where they are missing."""
    path = path_of(url)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    locks = FileLocks(path.with_name(f"{path.name}.lock"))
    reads = _engine(path, READERS, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True)
    writes = _engine(path, 1)
    event.listen(writes.sync_engine, "begin", _begin)
    try:
        async with locks.hold(_STARTING, MIGRATION_PATIENCE):
            await asyncio.to_thread(_make, path)
        yield SqliteDatabase(reads, writes, locks)
    finally:
        await reads.dispose()
        await writes.dispose()
        locks.close()


def path_of(url: str) -> Path:
    """Return the file that *url* names; a `SettingsError` where it names none."""
    name = make_url(url).database
    if not name or name.startswith((":memory:", "file:")):
        raise SettingsError("DATABASE_URL should name a file, like sqlite:///data/app.db")
    return Path(name)


def _make(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # its -wal and -shm take its mode
    with closing(sqlite3.connect(path, timeout=POOL_PATIENCE)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")  # kept in the file


def _engine(path: Path, connections: int, **more: object) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        # isolation_level None: sqlite3 begins nothing by itself. timeout: SQLite's busy_timeout.
        connect_args={"timeout": POOL_PATIENCE, "isolation_level": None},
        pool_size=connections,
        max_overflow=0,
        pool_timeout=POOL_PATIENCE,
        hide_parameters=True,
        **more,
    )
    event.listen(engine.sync_engine, "connect", _on_connect)
    return engine


def _on_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # A refreshed pair exists only once: with NORMAL a power failure could lose its commit.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail at once, without waiting for
    # busy_timeout, had somebody else written in between (sqlite.org/rescode.html#busy_snapshot).
    connection.exec_driver_sql("BEGIN IMMEDIATE")
