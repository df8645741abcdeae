"""Looking at a store without changing it: what `python -m webapp check` goes by."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass

from sqlalchemy import insert, select

from core.errors import StoreError
from core.store.database import Database
from core.store.faults import store_faults
from core.store.opening import open_database
from core.store.protocol import Account
from core.store.schema import HEAD, revision
from core.store.tables import accounts, login_attempts

SAMPLE = 25
"""Accounts of the lowest ids, and as many of the highest: a rekey walks from one to the other."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a store is like; `accounts` are some of its rows, none unless it is at `known`."""

    revision: str | None
    known: str = HEAD
    accounts: tuple[Account, ...] = ()
    unwritable: str = ""
    """Why nothing can be written; empty where that works."""


async def look(database_url: str) -> Seen:
    """Open the database as it is and look; nothing is made, migrated or kept.

    Raises `StoreError` where it cannot be opened, `SettingsError` where the address makes no sense.
    """
    if not await asyncio.to_thread(_is_there, database_url):
        return Seen(None)
    with store_faults():
        async with open_database(database_url) as database:
            found = await revision(database)
            if found != HEAD:
                return Seen(found)
            return Seen(
                found, accounts=await _some(database), unwritable=await _unwritable(database)
            )


def _is_there(url: str) -> bool:
    if not url.startswith("sqlite:"):
        return True
    from core.store.sqlite import path_of  # noqa: PLC0415  # as in opening

    return path_of(url).exists()


async def _some(database: Database) -> tuple[Account, ...]:
    asked = select(accounts).limit(SAMPLE)
    async with database.reads.connect() as connection:
        ends = [
            (await connection.execute(asked.order_by(order))).all()
            for order in (accounts.c.user_id, accounts.c.user_id.desc())
        ]
    return tuple({row.user_id: Account(*row) for rows in ends for row in rows}.values())


async def _unwritable(database: Database) -> str:
    try:
        with store_faults():
            async with database.writes.connect() as connection:
                row = {"payload_hash": secrets.token_bytes(32), "user_id": 0, "expires_at": 0}
                await connection.execute(insert(login_attempts).values(row))
                await connection.rollback()
    except StoreError as error:
        return str(error)
    return ""
