"""The part of the store that knows who is signed in, and tells others when that ends."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.model import UserId
from core.store.faults import store_faults
from core.store.held import HeldRow
from core.store.protocol import ENDED_SECONDS, MAX_ENDED, Account, Held
from core.store.reach import SqlReach
from core.store.shield import shielded
from core.store.tables import accounts, ended

_ACCOUNT = select(
    accounts.c.user_id.label("user"),
    accounts.c.tokens,
    accounts.c.wallet,
    accounts.c.version,
    accounts.c.updated_at,
)


class SqlAccounts(SqlReach):
    """See `core.store.protocol.Store`."""

    @shielded
    async def account(self, user: UserId) -> Account | None:
        """Return the user's row; None when there is none."""
        rows = await self._read(_ACCOUNT.where(accounts.c.user_id == user))
        return Account(**rows[0]) if rows else None

    @shielded
    async def link(self, user: UserId, *, tokens: bytes, wallet: bytes, now: datetime) -> Account:
        """Keep what a sign-in brought, in place of what was there."""
        at = int(now.timestamp())
        brought = {"tokens": tokens, "wallet": wallet, "updated_at": at}
        # Counted from a random number: after a sign-out and a new sign-in, a refresh that began
        # before both must not take the new row for its own.
        first = secrets.randbits(62)
        statement = (
            self._database.insert(accounts)
            .values(user_id=user, version=first, **brought)
            .on_conflict_do_update(
                index_elements=[accounts.c.user_id],
                set_={"version": accounts.c.version + 1, **brought},
            )
            .returning(accounts.c.version)
        )
        async with self._writing() as connection:
            version: int = (await connection.execute(statement)).scalar_one()
            await _note_end(connection, version - 1, now)
        return Account(user, tokens, wallet, version, at)

    @shielded
    async def unlink(self, user: UserId, now: datetime) -> None:
        """Sign the user out: delete the account."""
        async with self._writing() as connection:
            await end_account(connection, user, now)

    @shielded
    async def ended(self, now: datetime) -> frozenset[int]:
        """Return the versions that a sign-in or a sign-out ended lately."""
        lately = ended.c.at >= int(now.timestamp()) - ENDED_SECONDS
        asked = select(ended.c.version).where(lately).limit(MAX_ENDED)
        return frozenset(row["version"] for row in await self._read(asked))

    @asynccontextmanager
    async def refreshing(self, user: UserId) -> AsyncIterator[Held | None]:
        """Hold the user's account: one refresh at a time, across processes."""
        async with AsyncExitStack() as stack:
            with store_faults():
                connection = await stack.enter_async_context(self._database.turn(user))
                account = await (_locked(user, connection) if connection else self.account(user))
            yield HeldRow(account, self._database, connection) if account else None


async def end_account(connection: AsyncConnection, user: UserId, now: datetime) -> None:
    """Delete the user's account, if there is one, and let other processes know."""
    gone = delete(accounts).where(accounts.c.user_id == user).returning(accounts.c.version)
    version = (await connection.execute(gone)).scalar_one_or_none()
    if version is not None:
        await _note_end(connection, version, now)


async def _note_end(connection: AsyncConnection, version: int, now: datetime) -> None:
    at = int(now.timestamp())
    await connection.execute(insert(ended).values(at=at, version=version))


async def _locked(user: UserId, connection: AsyncConnection) -> Account | None:
    statement = _ACCOUNT.where(accounts.c.user_id == user).with_for_update()
    row = (await connection.execute(statement)).mappings().first()
    return Account(**row) if row else None
