"""The part of the store that connectors in the chat write to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from core.model import UserId
from core.store.protocol import MAX_INTERRUPTED
from core.store.reach import SqlReach
from core.store.shield import shielded
from core.store.tables import connections


class SqlConnections(SqlReach):
    """See `core.store.protocol.Store`."""

    @shielded
    async def keep_connection(
        self, user: UserId, name: str, value: bytes, expires_at: datetime
    ) -> None:
        """Keep a sealed value of the user's connector, in place of what was there."""
        kept = {"value": value, "expires_at": int(expires_at.timestamp())}
        statement = (
            self._database.insert(connections)
            .values(user_id=user, name=name, **kept)
            .on_conflict_do_update(
                index_elements=[connections.c.user_id, connections.c.name], set_=kept
            )
        )
        async with self._writing() as connection:
            await connection.execute(statement)

    @shielded
    async def connection(self, user: UserId, name: str) -> bytes | None:
        """Return the sealed value of that name; None when there is none."""
        mine = (connections.c.user_id == user) & (connections.c.name == name)
        found = await self._read(select(connections.c.value).where(mine))
        return found[0]["value"] if found else None

    @shielded
    async def drop_connections(self, user: UserId, *names: str) -> None:
        """Delete the user's values of these names; of every name where none is given."""
        statement = delete(connections).where(connections.c.user_id == user)
        if names:
            statement = statement.where(connections.c.name.in_(names))
        async with self._writing() as connection:
            await connection.execute(statement)

    @shielded
    async def users_connecting(self, name: str, now: datetime) -> list[UserId]:
        """Return who has a value of that name that has not expired, the one ending first first."""
        there = (connections.c.name == name) & (connections.c.expires_at > int(now.timestamp()))
        order = (connections.c.expires_at, connections.c.user_id)
        asked = select(connections.c.user_id).where(there).order_by(*order).limit(MAX_INTERRUPTED)
        return [UserId(row["user_id"]) for row in await self._read(asked)]
