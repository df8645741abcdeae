"""The part of the store that tells what it holds about a user, and deletes it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, func, select

from core.model import UserId
from core.store.accounts import end_account
from core.store.reach import SqlReach
from core.store.shield import shielded
from core.store.tables import connections, login_attempts, metadata, told

ABOUT_USERS = tuple(table for table in metadata.sorted_tables if "user_id" in table.c)


class SqlOwnRows(SqlReach):
    """See `core.store.protocol.Store`."""

    @shielded
    async def kept(self, user: UserId) -> dict[str, int]:
        """Return how many rows about the user are in each table."""
        counts = [
            select(func.count()).where(table.c.user_id == user).scalar_subquery().label(table.name)
            for table in ABOUT_USERS
        ]
        [found] = await self._read(select(*counts))
        return dict(found)

    @shielded
    async def forget(self, user: UserId, now: datetime) -> None:
        """Delete everything kept about the user."""
        async with self._writing() as connection:
            await end_account(connection, user, now)
            for table in ABOUT_USERS:
                await connection.execute(delete(table).where(table.c.user_id == user))

    @shielded
    async def told_days(self, user: UserId) -> list[tuple[date, int, int | None]]:
        """Return the mined days claimed for the user, when, and when they were told, in order."""
        asked = select(told).where(told.c.user_id == user).order_by(told.c.day)
        return [
            (date.fromisoformat(row["day"]), row["claimed_at"], row["told_at"])
            for row in await self._read(asked)
        ]

    @shielded
    async def connections_of(self, user: UserId) -> list[tuple[str, int]]:
        """Return the names of the user's values and when each expires, in the order of names."""
        mine = connections.c.user_id == user
        asked = select(connections.c.name, connections.c.expires_at).where(mine)
        found = await self._read(asked.order_by(connections.c.name))
        return [(row["name"], row["expires_at"]) for row in found]

    @shielded
    async def attempts(self, user: UserId) -> list[int]:
        """Return when the user's sign-ins under way expire, the first one first."""
        expires_at = login_attempts.c.expires_at
        asked = select(expires_at).where(login_attempts.c.user_id == user).order_by(expires_at)
        return [row["expires_at"] for row in await self._read(asked)]
