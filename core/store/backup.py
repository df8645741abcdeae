"""The whole store into a file and back, from one database into another where one likes.

A backup is of one moment, taken while the product runs. A restore goes into an empty store, and
all of it or nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Select, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import StoreError
from core.store.backup_file import (
    Checking,
    Head,
    Rows,
    Writing,
    batches,
    read_head,
    read_rows,
    row_line,
)
from core.store.database import Database
from core.store.faults import store_faults
from core.store.opening import open_database
from core.store.schema import HEAD, migrate, revision
from core.store.tables import metadata

BATCH = 500

Report = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and of how much; called often."""


async def backup(database_url: str, path: Path, report: Report) -> Head:
    """Write all that is kept to *path*, which must not be there yet; return what it holds."""
    with store_faults():
        async with open_database(database_url) as database:
            await _expect_ours(database)
            writing = await asyncio.to_thread(Writing, path)
            try:
                async with database.snapshot() as connection:
                    head = await _head(connection)
                    await _write(connection, head, writing, report)
                await asyncio.to_thread(writing.finish)
            except BaseException:
                writing.give_up()
                raise
    return head


async def restore(database_url: str, path: Path, report: Report) -> Head:
    """Bring all that *path* holds into the store, which must be empty; return what that was."""
    with store_faults(), path.open("rb") as file:
        await _expect_whole(file, report)
        head = read_head(file)
        _expect_known(head)
        async with open_database(database_url) as database:
            await migrate(database)
            async with database.migrating() as connection:
                await _expect_empty(connection)
                await _read(connection, head, file, report)
    return head


async def _expect_ours(database: Database) -> None:
    found = await revision(database)
    if found != HEAD:
        raise StoreError(
            f"the tables are at revision {found} and this version knows {HEAD}: back up with the "
            "version that serves, or run `python -m core.store migrate` first"
        )


def _expect_known(head: Head) -> None:
    if head.revision != HEAD:
        raise StoreError(
            f"the backup is of revision {head.revision} and this version knows {HEAD}: restore it "
            "with the version that made it, then start this one"
        )
    columns = {table.name: {*table.c.keys()} for table in metadata.sorted_tables}
    if {rows.table: {*rows.columns} for rows in head.tables} != columns:
        raise StoreError("the backup holds other tables than its revision has")


async def _expect_empty(connection: AsyncConnection) -> None:
    for table in metadata.sorted_tables:
        if (await connection.execute(select(table).limit(1))).first() is not None:
            raise StoreError(
                f"the store is not empty: {table.name} has rows; restore into a fresh one"
            )


async def _expect_whole(file: BinaryIO, report: Report) -> None:
    checking = await asyncio.to_thread(Checking, file)
    while await asyncio.to_thread(checking.block):
        report("bytes checked", checking.done, checking.size)
    checking.finish()


async def _head(connection: AsyncConnection) -> Head:
    tables = [
        Rows(table.name, table.c.keys(), await _count(connection, table))
        for table in metadata.sorted_tables
    ]
    return Head(HEAD, datetime.now(UTC).isoformat(timespec="seconds"), tables)


async def _count(connection: AsyncConnection, table: Table) -> int:
    counted: int = (await connection.execute(select(func.count()).select_from(table))).scalar_one()
    return counted


async def _write(connection: AsyncConnection, head: Head, writing: Writing, report: Report) -> None:
    await asyncio.to_thread(writing.write, [head.line()])
    done = 0
    for rows in head.tables:
        asked = _in_order(metadata.tables[rows.table])
        async with connection.stream(asked) as found, aclosing(found.partitions(BATCH)) as parts:
            async for batch in parts:
                await asyncio.to_thread(writing.write, [row_line(row) for row in batch])
                done += len(batch)
                report("rows written", done, head.count)


def _in_order(table: Table) -> Select[Any]:
    return select(table).order_by(*table.primary_key)


async def _read(connection: AsyncConnection, head: Head, file: BinaryIO, report: Report) -> None:
    done = 0
    for rows in head.tables:
        table = metadata.tables[rows.table]
        left = batches(read_rows(file, table, rows), BATCH)
        while batch := await asyncio.to_thread(partial(next, left, None)):
            await connection.execute(insert(table), batch)
            done += len(batch)
            report("rows brought in", done, head.count)
    if not file.readline().startswith(b"{"):
        raise StoreError("the backup holds another number of rows than its first line says")
