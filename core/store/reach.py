"""Reaching the database: single reads, and transactions to write in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import Executable, RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store.database import Database
from core.store.faults import store_faults


class SqlReach:
    """What every part of the store in SQL stands on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def _read(self, statement: Executable) -> Sequence[RowMapping]:
        with store_faults():
            async with self._database.reads.connect() as connection:
                return (await connection.execute(statement)).mappings().all()

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        with store_faults():
            async with self._database.writes.begin() as connection:
                yield connection
