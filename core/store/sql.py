"""The store in SQL, the same for both databases."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Unpack

from sqlalchemy import Delete, delete, select

from core.arithmetic.rates import Rates
from core.errors import StoreError
from core.model import Preferences, PreferencesChange, UserId
from core.store import rows
from core.store.accounts import SqlAccounts
from core.store.connections import SqlConnections
from core.store.own_rows import SqlOwnRows
from core.store.protocol import (
    ENDED_SECONDS,
    MAX_ATTEMPTS,
    RATE_DAYS,
    REVOKED_HOURS,
    SIGN_IN_DAYS,
    TOLD_DAYS,
    WORD_SECONDS,
)
from core.store.sealed import SqlSealed
from core.store.shield import shielded
from core.store.sign_ins import SqlSignIns
from core.store.tables import (
    connections,
    daily_rates,
    ended,
    login_attempts,
    preferences,
    revoked,
    sign_ins,
    told,
    workers,
)
from core.store.told import SqlTold
from core.store.workers import SqlWorkers


class SqlStore(SqlAccounts, SqlConnections, SqlOwnRows, SqlSealed, SqlSignIns, SqlTold, SqlWorkers):
    """See `core.store.protocol.Store`."""

    @shielded
    async def keep_attempt(self, payload: str, user: UserId, expires_at: datetime) -> None:
        """Remember, by its SHA-256, a payload this user may sign."""
        expires = int(expires_at.timestamp())
        statement = (
            self._database.insert(login_attempts)
            .values(payload_hash=_hash(payload), user_id=user, expires_at=expires)
            .on_conflict_do_update(
                index_elements=[login_attempts.c.payload_hash],
                set_={"expires_at": expires},
                where=login_attempts.c.user_id == user,
            )
            .returning(login_attempts.c.user_id)
        )
        async with self._writing() as connection:
            await self._database.alone(connection, user)
            if (await connection.execute(statement)).first() is None:
                raise StoreError("the partner gave one payload to two users")
            await connection.execute(_all_but_newest(user))

    @shielded
    async def take_attempt(self, payload: str, user: UserId, now: datetime) -> bool:
        """Use a payload up: True once, for its own user, before it expires."""
        statement = (
            delete(login_attempts)
            .where(
                login_attempts.c.payload_hash == _hash(payload),
                login_attempts.c.user_id == user,
                login_attempts.c.expires_at > int(now.timestamp()),
            )
            .returning(login_attempts.c.user_id)
        )
        async with self._writing() as connection:
            return (await connection.execute(statement)).first() is not None

    @shielded
    async def preferences(self, user: UserId) -> Preferences:
        """Return what the user chose; the defaults where they never did."""
        found = await self._read(select(preferences).where(preferences.c.user_id == user))
        return rows.to_preferences(found[0]) if found else Preferences()

    @shielded
    async def keep_preferences(
        self, user: UserId, **changed: Unpack[PreferencesChange]
    ) -> Preferences:
        """Put *changed* in place of what was there; return the whole."""
        if not changed:
            return await self.preferences(user)
        columns = rows.of_preferences(changed)
        statement = (
            self._database.insert(preferences)
            .values(user_id=user, **(asdict(Preferences()) | columns))
            .on_conflict_do_update(index_elements=[preferences.c.user_id], set_=columns)
            .returning(preferences)
        )
        async with self._writing() as connection:
            return rows.to_preferences((await connection.execute(statement)).mappings().one())

    @shielded
    async def keep_rates(self, day: date, rates: Rates) -> None:
        """Keep the rates of a UTC day, in place of what was there."""
        figures = rows.of_rates(rates)
        statement = (
            self._database.insert(daily_rates)
            .values(day=day.isoformat(), **figures)
            .on_conflict_do_update(index_elements=[daily_rates.c.day], set_=figures)
        )
        async with self._writing() as connection:
            await connection.execute(statement)

    @shielded
    async def rates(self, first: date, last: date) -> list[tuple[date, Rates]]:
        """Return the rates kept of these days, both included, oldest first."""
        day = daily_rates.c.day
        asked = day.between(first.isoformat(), last.isoformat())
        latest = select(daily_rates).where(asked).order_by(day.desc()).limit(RATE_DAYS)
        return [rows.to_rates(row) for row in reversed(await self._read(latest))]

    @shielded
    async def purge(self, now: datetime) -> int:
        """Delete what has expired or is older than it is kept; return how many rows."""
        at = int(now.timestamp())
        oldest = now.astimezone(UTC).date() - timedelta(days=RATE_DAYS)
        outlived = (
            delete(login_attempts).where(login_attempts.c.expires_at <= at),
            delete(connections).where(connections.c.expires_at <= at),
            delete(daily_rates).where(daily_rates.c.day < oldest.isoformat()),
            delete(told).where(told.c.claimed_at < at - TOLD_DAYS * 86_400),
            delete(sign_ins).where(sign_ins.c.at < at - SIGN_IN_DAYS * 86_400),
            delete(ended).where(ended.c.at < at - ENDED_SECONDS),
            delete(workers).where(workers.c.at < at - WORD_SECONDS),
            delete(revoked).where(revoked.c.since < at - REVOKED_HOURS * 3_600),
        )
        async with self._writing() as connection:
            return sum([(await connection.execute(each)).rowcount for each in outlived])

    @shielded
    async def ready(self) -> None:
        """Return when the database answers."""
        await self._read(select(1))


def _hash(payload: str) -> bytes:
    return sha256(payload.encode()).digest()


def _all_but_newest(user: UserId) -> Delete:
    mine = login_attempts.c.user_id == user
    newest = (
        select(login_attempts.c.payload_hash)
        .where(mine)
        .order_by(login_attempts.c.expires_at.desc(), login_attempts.c.payload_hash)
        .limit(MAX_ATTEMPTS)
    )
    return delete(login_attempts).where(mine, login_attempts.c.payload_hash.not_in(newest))
