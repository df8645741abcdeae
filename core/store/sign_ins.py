"""The part of the store that knows who signed in with what, and whose sessions were ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, delete, func, select

from core.model import UserId
from core.store.protocol import MAX_REVOKED, MAX_SIGN_INS, NotedSignIn
from core.store.reach import SqlReach
from core.store.shield import shielded
from core.store.tables import connections, login_attempts, revoked, sign_ins

_NOTED = select(
    sign_ins.c.user_id.label("user"), sign_ins.c.number, sign_ins.c.at, sign_ins.c.details
)


class SqlSignIns(SqlReach):
    """See `core.store.protocol.Store`."""

    @shielded
    async def note_sign_in(self, user: UserId, details: bytes, now: datetime) -> None:
        """Keep that the user signed in; of their sign-ins the last `MAX_SIGN_INS` stay."""
        mine = sign_ins.c.user_id == user
        last = select(func.coalesce(func.max(sign_ins.c.number), 0)).where(mine)
        async with self._writing() as connection:
            await self._database.alone(connection, user)
            number: int = (await connection.execute(last)).scalar_one() + 1
            noted = {"number": number, "at": int(now.timestamp()), "details": details}
            await connection.execute(self._database.insert(sign_ins).values(user_id=user, **noted))
            outlived = sign_ins.c.number <= number - MAX_SIGN_INS
            await connection.execute(delete(sign_ins).where(mine, outlived))

    @shielded
    async def sign_ins(self, user: UserId) -> list[NotedSignIn]:
        """Return the user's sign-ins that are kept, the latest first."""
        asked = _NOTED.where(sign_ins.c.user_id == user).order_by(sign_ins.c.number.desc())
        return [NotedSignIn(**row) for row in await self._read(asked)]

    @shielded
    async def revoke(self, user: UserId, since: int) -> int:
        """Let nothing count that was issued to the user before *since*; return since when."""
        statement = (
            self._database.insert(revoked)
            .values(user_id=user, since=since)
            .on_conflict_do_update(
                index_elements=[revoked.c.user_id],
                # Each time later than the last: else two in one second would spare each other.
                set_={
                    "since": case((revoked.c.since < since, since), else_=revoked.c.since + 1),
                },
            )
            .returning(revoked.c.since)
        )
        async with self._writing() as connection:
            for under_way in (login_attempts, connections):
                await connection.execute(delete(under_way).where(under_way.c.user_id == user))
            found: int = (await connection.execute(statement)).scalar_one()
        return found

    @shielded
    async def revoked(self, user: UserId) -> int:
        """Return since when what was issued to the user counts; 0 where nothing was revoked."""
        asked = select(revoked.c.since).where(revoked.c.user_id == user)
        found = await self._read(asked)
        return int(found[0]["since"]) if found else 0

    @shielded
    async def revoked_since(self, since: int) -> list[tuple[UserId, int]]:
        """Return what was revoked then or later, the latest first; at most `MAX_REVOKED`."""
        asked = select(revoked).where(revoked.c.since >= since)
        order = (revoked.c.since.desc(), revoked.c.user_id)
        found = await self._read(asked.order_by(*order).limit(MAX_REVOKED))
        return [(UserId(row["user_id"]), row["since"]) for row in found]
