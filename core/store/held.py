"""An account under the lock of a refresh."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Delete, Update, delete, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import StoreError
from core.store.database import Database
from core.store.faults import store_faults
from core.store.protocol import Account
from core.store.shield import shielded
from core.store.tables import accounts

PAUSES = (0.1, 0.3, 1.0, 2.0)
"""Seconds between the tries to commit: a restart of the database fits in."""


@dataclass(slots=True)
class HeldRow:
    """See `core.store.protocol.Held`.

    Every write compares the version. The lock keeps refreshes apart; the version keeps a sign-out
    or a sign-in from being undone, and makes a second try harmless when the first did commit.
    """

    account: Account
    _database: Database = field(repr=False)
    _connection: AsyncConnection | None = field(repr=False)

    async def replace_tokens(self, tokens: bytes, now: datetime) -> Account | None:
        """Commit refreshed tokens; None when a sign-out or a new sign-in came first."""
        version, at = self.account.version + 1, int(now.timestamp())
        statement = update(accounts).values(tokens=tokens, version=version, updated_at=at)
        if not await self._write(statement):
            return None
        return replace(self.account, tokens=tokens, version=version, updated_at=at)

    async def drop(self) -> None:
        """Delete the account, unless a new sign-in came first."""
        await self._write(delete(accounts))

    @shielded
    async def _write(self, statement: Update | Delete) -> bool:
        for pause in PAUSES:
            try:
                return await self._write_once(statement)
            except StoreError:
                await self._let_go()
                await asyncio.sleep(pause)
        return await self._write_once(statement)

    async def _write_once(self, statement: Update | Delete) -> bool:
        same = (accounts.c.user_id == self.account.user) & (
            accounts.c.version == self.account.version
        )
        with store_faults():
            if self._connection is not None:
                result = await self._connection.execute(statement.where(same))
                await self._connection.commit()
            else:
                async with self._database.writes.begin() as connection:
                    result = await connection.execute(statement.where(same))
        return result.rowcount == 1

    async def _let_go(self) -> None:
        # The row lock goes with the connection: kept, it would bar the next try, on a new one.
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError):
                await connection.invalidate()
