"""The part of the store that says who is to be told of rewards, and of which they were told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import BigInteger, cast, exists, func, literal, select, update

from core.model import Preferences, UserId
from core.store import rows
from core.store.protocol import Standing, Tally
from core.store.reach import SqlReach
from core.store.shield import shielded
from core.store.tables import accounts, preferences, told


class SqlTold(SqlReach):
    """See `core.store.protocol.Store`."""

    @shielded
    async def subscribed_zones(self) -> list[str]:
        """Return the time zones that subscribers live in."""
        asked = select(preferences.c.time_zone).where(preferences.c.notify).distinct()
        return sorted(row["time_zone"] for row in await self._read(asked))

    @shielded
    async def subscribers(
        self,
        after: UserId | None,
        limit: int,
        *,
        time_zone: str | None = None,
        notify_hour: int | None = None,
        untold: date | None = None,
    ) -> list[tuple[UserId, Preferences]]:
        """Return the subscribers that follow *after* in the order of ids."""
        asked = select(preferences).where(preferences.c.notify)
        if time_zone is not None:
            asked = asked.where(preferences.c.time_zone == time_zone)
        if notify_hour is not None:
            asked = asked.where(preferences.c.notify_hour == notify_hour)
        if untold is not None:
            claimed = (told.c.user_id == preferences.c.user_id) & (told.c.day == untold.isoformat())
            asked = asked.where(~exists().where(claimed))
        if after is not None:
            asked = asked.where(preferences.c.user_id > after)
        found = await self._read(asked.order_by(preferences.c.user_id).limit(limit))
        return [(UserId(row["user_id"]), rows.to_preferences(row)) for row in found]

    @shielded
    async def claim(self, user: UserId, day: date, now: datetime) -> bool:
        """Take it on oneself to tell the user of a mined day: True once, and committed."""
        statement = (
            self._database.insert(told)
            .values(user_id=user, day=day.isoformat(), claimed_at=int(now.timestamp()))
            .on_conflict_do_nothing(index_elements=[told.c.user_id, told.c.day])
            .returning(told.c.user_id)
        )
        async with self._writing() as connection:
            return (await connection.execute(statement)).first() is not None

    @shielded
    async def standing(self, user: UserId, day: date) -> Standing:
        """Return what telling the user of a mined day depends on."""
        asker = select(cast(literal(user), BigInteger).label("id")).subquery()
        theirs = (told.c.user_id == asker.c.id) & (
            told.c.told_at.is_(None) | (told.c.day == day.isoformat())
        )
        found = await self._read(
            select(preferences, told.c.day)
            .select_from(asker)
            .outerjoin(preferences, preferences.c.user_id == asker.c.id)
            .outerjoin(told, theirs)
            .order_by(told.c.day)
        )
        days = [date.fromisoformat(row["day"]) for row in found if row["day"] is not None]
        chosen = found[0]
        return Standing(
            Preferences() if chosen["user_id"] is None else rows.to_preferences(chosen),
            is_claimed=day in days,
            unfinished=tuple(other for other in days if other != day),
        )

    @shielded
    async def mark_told(self, user: UserId, days: Collection[date], now: datetime) -> None:
        """Note that the user was told of days that were claimed."""
        these = told.c.day.in_([day.isoformat() for day in days])
        statement = update(told).where(told.c.user_id == user, these)
        async with self._writing() as connection:
            await connection.execute(statement.values(told_at=int(now.timestamp())))

    @shielded
    async def tally(self, since: datetime) -> Tally:
        """Return how many users there are, and how many of them were told since then."""
        lately = select(func.count()).where(told.c.claimed_at >= int(since.timestamp()))
        [row] = await self._read(
            select(
                select(func.count()).select_from(accounts).scalar_subquery().label("users"),
                select(func.count())
                .where(preferences.c.notify)
                .scalar_subquery()
                .label("subscribers"),
                lately.where(told.c.told_at.is_not(None)).scalar_subquery().label("told"),
                lately.where(told.c.told_at.is_(None)).scalar_subquery().label("unfinished"),
            )
        )
        return Tally(row["users"], row["subscribers"], row["told"], row["unfinished"])
