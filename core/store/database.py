"""What the store needs of a database beyond SQL: connections, and ways to be alone."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.model import UserId

if TYPE_CHECKING:  # either dialect is loaded by those who use it
    from sqlalchemy.dialects import postgresql, sqlite

PATIENCE = 15.0
"""Seconds to wait for somebody else's refresh: longer than the partner takes to answer."""

POOL_PATIENCE = 5.0
"""Seconds to wait for a connection, new or free."""


class Database(Protocol):
    """An open database, SQLite or PostgreSQL."""

    @property
    def reads(self) -> AsyncEngine:
        """Connections for single reads: no transaction around them."""

    @property
    def writes(self) -> AsyncEngine:
        """Connections for transactions."""

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT of this dialect, the one with `on_conflict_do_update`."""

    async def alone(self, connection: AsyncConnection, user: UserId) -> None:
        """Keep other such transactions for this user out until this one ends."""

    def turn(self, user: UserId) -> AbstractAsyncContextManager[AsyncConnection | None]:
        """Wait for this user's turn to refresh.

        PostgreSQL yields the connection to lock the row on and to write by. SQLite, which locks
        whole files, yields None: the turn is the lock.
        """

    def snapshot(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a reading transaction that sees one moment, however long it takes."""

    def migrating(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a transaction that one process at a time enters, for as long as it takes."""
