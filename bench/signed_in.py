"""Signed-in users by the thousand, put into a store without signing each of them in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import asyncpg  # type: ignore[import-untyped]  # it ships no types
from pydantic import SecretStr

from bench.record import progress
from core import session
from core.keys import split_keys
from core.model import LinkedWallet, TelegramUser, TokenPair, TonNetwork, UserId
from core.sealing import KeyRing
from core.store import open_store
from core.tokens.seals import Seals

COLUMNS = ("user_id", "tokens", "wallet", "version", "updated_at")
AT_ONCE = 20_000

Row = tuple[int, bytes, bytes, int, int]


async def fill(environment: Mapping[str, str], first: int, last: int) -> None:
    """Sign in the users with these ids, both included, in the store that is empty of them."""
    url = environment["DATABASE_URL"]
    async with open_store(url):
        pass  # the tables are there
    seals = Seals(KeyRing(split_keys(SecretStr(environment["TOKEN_KEYS"]))))
    for begin in range(first, last + 1, AT_ONCE):
        end = min(begin + AT_ONCE, last + 1)
        rows = [*_rows(seals, range(begin, end))]
        if url.startswith("sqlite:"):
            _into_sqlite(url.removeprefix("sqlite:///"), rows)
        else:
            await _into_postgres(url, rows)
        progress(f"{end - 1:,} users in the store")
    progress("")


def headers(environment: Mapping[str, str], users: Sequence[int]) -> list[str]:
    """Return the Authorization headers of these users' sessions."""
    key = split_keys(SecretStr(environment["SESSION_KEY"]))[0]
    later = datetime.now(UTC) + timedelta(hours=1)  # a bench takes a while
    tokens = (
        session.issue(TelegramUser(UserId(user), "Ada", "Lovelace", "ada", "en"), key, now=later)
        for user in users
    )
    return [f"Authorization: Bearer {token}\r\n" for token, _ in tokens]


def _rows(seals: Seals, users: range) -> Iterator[Row]:
    now = datetime.now(UTC)
    for number in users:
        user = UserId(number)
        pair = TokenPair(jwt=SecretStr(f"jwt-{number}-" + "x" * 300), refresh=SecretStr("y" * 64))
        wallet = LinkedWallet(f"0:{number:064x}", TonNetwork.MAINNET, "bench", now)
        sealed = seals.seal_pair(user, pair), seals.seal_wallet(user, wallet)
        yield number, *sealed, 2**61 + number, int(now.timestamp())  # as large as the store's own


def _into_sqlite(file: str, rows: Sequence[Row]) -> None:
    database = sqlite3.connect(file)
    places = ",".join("?" * len(COLUMNS))
    with database:
        database.executemany(
            f"INSERT INTO accounts ({','.join(COLUMNS)}) VALUES ({places})",  # noqa: S608  # our own names
            rows,
        )
    database.close()


async def _into_postgres(url: str, rows: Sequence[Row]) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.copy_records_to_table("accounts", records=rows, columns=COLUMNS)
        await connection.execute("ANALYZE accounts")
    finally:
        await connection.close()
