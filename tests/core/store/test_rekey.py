"""Changing the key: every row sealed anew while the product runs, and the command for it."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import LargeBinary

from core.errors import SealError
from core.model import Door, UserId
from core.revocations import Revocations
from core.sealing import KeyRing
from core.sign_ins import SignIns
from core.store import Account, SealedRow, Store, open_store
from core.store import rekey as rekey_module
from core.store.__main__ import main
from core.store.rekey import Rekeyed, rekey
from core.store.schema import HEAD
from core.store.sealed import PURPOSES
from core.store.tables import metadata
from core.tokens import TokenKeeper
from core.ton_connect.storage import LINKED, PENDING, SealedStorage
from tests.core.store.test_contract import ANNA, BORIS, NOW, SOON
from tests.core.tokens.rotating import WALLET, Clock, RotatingPartner

OLD, NEW = b"o" * 32, b"n" * 32
BOTH = KeyRing((NEW, OLD))


def _ignore(_: Rekeyed) -> None:
    pass


async def _keep(store: Store, key: bytes, *users: UserId) -> None:
    partner = RotatingPartner(Clock())
    keeper = TokenKeeper(store, KeyRing((key,)), partner.renew)
    for user in users:
        await keeper.keep(user, partner.sign_in(), WALLET, NOW)


async def _keep_all(store: Store, key: bytes, user: UserId) -> None:
    """Keep of *user* whatever is sealed, under *key*."""
    ring = KeyRing((key,))
    await _keep(store, key, user)
    storage = SealedStorage(store, ring, lambda: NOW)
    for stage in (PENDING, LINKED):
        await storage.keep(user, stage, {"said": stage}, SOON)
    await _sign_ins(store, ring).note(user, WALLET, "android", Door.CHAT)


def _sign_ins(store: Store, ring: KeyRing) -> SignIns:
    keeper = TokenKeeper(store, ring, RotatingPartner(Clock()).renew)
    return SignIns(store, ring, keeper, Revocations(store))


def test_every_sealed_column_is_known() -> None:
    found = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }

    known = {(table, column) for table, columns in PURPOSES.items() for column in columns}
    assert found - known == {("login_attempts", "payload_hash")}


async def test_everything_opens_with_the_new_key_alone_afterwards(store: Store) -> None:
    for user in (ANNA, BORIS):
        await _keep_all(store, OLD, user)

    done = await rekey(store, BOTH.renew, _ignore)

    assert done == Rekeyed(seen=8, renewed=8, unreadable=0)
    ring = KeyRing((NEW,))
    storage = SealedStorage(store, ring, lambda: NOW)
    for user in (ANNA, BORIS):
        account = await store.account(user)
        assert account is not None
        ring.open(user, "tokens", account.tokens)
        ring.open(user, "wallet", account.wallet)
        for stage in (PENDING, LINKED):
            assert await storage.read(user, stage) == {"said": stage}
        assert [noted.platform for noted in await _sign_ins(store, ring).of(user)] == ["android"]


async def test_begun_again_it_writes_only_what_is_left(store: Store) -> None:
    await _keep_all(store, OLD, ANNA)
    await rekey(store, BOTH.renew, _ignore)
    before = await store.account(ANNA)
    await _keep(store, OLD, BORIS)

    assert await rekey(store, BOTH.renew, _ignore) == Rekeyed(seen=5, renewed=1, unreadable=0)
    assert await store.account(ANNA) == before


async def test_a_row_that_does_not_open_is_counted_and_left(store: Store) -> None:
    await _keep_all(store, b"x" * 32, ANNA)
    await _keep(store, OLD, BORIS)
    before = await store.account(ANNA)

    assert await rekey(store, BOTH.renew, _ignore) == Rekeyed(seen=5, renewed=1, unreadable=4)
    assert await store.account(ANNA) == before


async def test_progress_is_told_batch_by_batch(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekey_module, "BATCH", 2)
    await _keep(store, OLD, *map(UserId, range(1, 6)))
    for stage in ("one", "three", "two"):
        await store.keep_connection(ANNA, stage, b"sealed", SOON)
    told: list[int] = []

    await rekey(store, BOTH.renew, lambda done: told.append(done.seen))

    assert told == [2, 4, 5, 7, 8]


class Racing:
    """The store, where something comes first when a row is about to be written, once."""

    def __init__(self, store: Store, comes_first: Callable[[SealedRow], Awaitable[object]]) -> None:
        self._store = store
        self._comes_first = comes_first
        self._came = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def reseal(self, row: SealedRow, anew: dict[str, bytes]) -> bool:
        if not self._came:
            self._came = True
            await self._comes_first(row)
        return await self._store.reseal(row, anew)


async def _rekey_racing(
    store: Store, comes_first: Callable[[SealedRow], Awaitable[object]]
) -> Rekeyed:
    racing = cast("Store", Racing(store, comes_first))
    return await rekey(racing, BOTH.renew, _ignore)


async def test_a_refresh_that_comes_first_is_not_undone(store: Store) -> None:
    await _keep(store, OLD, ANNA)

    async def refresh(_: SealedRow) -> None:
        async with store.refreshing(ANNA) as held:
            assert held is not None
            assert await held.replace_tokens(KeyRing((OLD,)).seal(ANNA, "tokens", b"renewed"), NOW)

    done = await _rekey_racing(store, refresh)

    assert done == Rekeyed(seen=1, renewed=1, unreadable=0)
    account = await store.account(ANNA)
    assert account is not None
    assert KeyRing((NEW,)).open(ANNA, "tokens", account.tokens) == b"renewed"


async def test_sealing_anew_leaves_the_version_for_a_refresh_under_way(store: Store) -> None:
    await _keep(store, OLD, ANNA)

    async with asyncio.TaskGroup() as group, store.refreshing(ANNA) as held:
        assert held is not None
        rekeying = group.create_task(rekey(store, BOTH.renew, _ignore))
        await asyncio.sleep(0.1)
        assert await held.replace_tokens(KeyRing((OLD,)).seal(ANNA, "tokens", b"renewed"), NOW)

    assert (await rekeying).unreadable == 0
    account = await store.account(ANNA)
    assert account is not None
    assert BOTH.open(ANNA, "tokens", account.tokens) == b"renewed"


async def test_a_connection_that_changes_meanwhile_is_not_undone(store: Store) -> None:
    sealed = KeyRing((OLD,)).seal
    await store.keep_connection(ANNA, LINKED, sealed(ANNA, "connection linked", b"first"), SOON)
    second = sealed(ANNA, "connection linked", b"second")

    done = await _rekey_racing(store, lambda _: store.keep_connection(ANNA, LINKED, second, SOON))

    assert done == Rekeyed(seen=1, renewed=1, unreadable=0)
    kept = await store.connection(ANNA, LINKED)
    assert kept is not None
    assert KeyRing((NEW,)).open(ANNA, "connection linked", kept) == b"second"


async def test_a_user_who_is_forgotten_meanwhile_is_passed_over(store: Store) -> None:
    await _keep(store, OLD, ANNA)

    done = await _rekey_racing(store, lambda row: store.forget(row.user, NOW))

    assert done == Rekeyed(seen=1, renewed=0, unreadable=0)
    assert await store.account(ANNA) is None


def test_a_sealed_row_hides_what_is_sealed() -> None:
    row = SealedRow("accounts", (7,), ANNA, {"tokens": b"secret"}, {"tokens": "tokens"})

    assert "secret" not in repr(row)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make the environment an operator has; return the database's address."""
    url = f"sqlite:///{tmp_path}/app.db"
    values = {
        "BOT_TOKEN": "123456:" + "A" * 35,
        "PARTNER_ID": "partner",
        "PUBLIC_URL": "http://127.0.0.1:8080",
        "SESSION_KEY": urlsafe_b64encode(NEW).decode(),
        "TOKEN_KEYS": ",".join(urlsafe_b64encode(key).decode() for key in (NEW, OLD)),
        "DATABASE_URL": url,
    }
    monkeypatch.chdir(tmp_path)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return url


async def _fill(url: str, key: bytes) -> None:
    async with open_store(url) as store:
        await _keep(store, key, ANNA)


async def _account(url: str) -> Account:
    async with open_store(url) as store:
        account = await store.account(ANNA)
        assert account is not None
        return account


def test_the_command_migrates(settings: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == f"the tables are at revision {HEAD}\n"
    assert Path(settings.removeprefix("sqlite:///")).exists()


def test_the_command_seals_anew(settings: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_fill(settings, OLD))

    assert main(["rekey"]) == 0

    told = "1 rows, 1 sealed anew, 0 do not open\n"
    assert capsys.readouterr() == (f"done: {told}", told)
    account = asyncio.run(_account(settings))
    with pytest.raises(SealError):
        KeyRing((OLD,)).open(ANNA, "tokens", account.tokens)


def test_the_command_tells_that_rows_do_not_open(
    settings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(settings, b"x" * 32))

    assert main(["rekey"]) == 1
    assert "1 do not open" in capsys.readouterr().out


def test_the_command_names_a_wrong_setting(
    settings: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{settings}/app.db/below")
    asyncio.run(_fill(settings, OLD))

    assert main(["migrate"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "app.db" not in line


def test_the_command_names_a_missing_setting(
    settings: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TOKEN_KEYS")

    assert main(["rekey"]) == 2
    assert "TOKEN_KEYS" in capsys.readouterr().err
    assert settings
