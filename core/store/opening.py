"""Opening the database that the settings name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from core.store.database import Database
from core.store.faults import store_faults
from core.store.protocol import Store
from core.store.schema import migrate
from core.store.sql import SqlStore


@asynccontextmanager
async def open_store(database_url: str) -> AsyncIterator[Store]:
    """Open the database that *database_url* names and bring its tables up to date."""
    async with AsyncExitStack() as stack:
        with store_faults():
            database = await stack.enter_async_context(open_database(database_url))
            await migrate(database)
        yield SqlStore(database)


def open_database(url: str) -> AbstractAsyncContextManager[Database]:
    """Open the database as it is, its tables of whatever revision."""
    # A process that serves from one database does not pay for the driver of the other.
    if url.startswith("sqlite:"):
        from core.store.sqlite import open_sqlite  # noqa: PLC0415

        return open_sqlite(url)
    from core.store.postgres import open_postgres  # noqa: PLC0415

    return open_postgres(url)
