"""Changing the key: every account sealed anew while the product runs, and the command for it."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from core.errors import SealError
from core.model import UserId
from core.sealing import KeyRing
from core.store import Account, Store, open_store
from core.store import rekey as rekey_module
from core.store.__main__ import main
from core.store.rekey import Rekeyed, rekey
from core.store.schema import HEAD
from core.tokens import TokenKeeper
from tests.core.store.test_contract import ANNA, BORIS, NOW
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


async def test_every_account_opens_with_the_new_key_alone_afterwards(store: Store) -> None:
    await _keep(store, OLD, *map(UserId, range(1, 6)))

    done = await rekey(store, BOTH.renew, _ignore)

    assert done == Rekeyed(seen=5, renewed=5, unreadable=0)
    for account in await store.accounts_after(None, 10):
        KeyRing((NEW,)).open(account.user, "tokens", account.tokens)
        KeyRing((NEW,)).open(account.user, "wallet", account.wallet)


async def test_begun_again_it_writes_only_what_is_left(store: Store) -> None:
    await _keep(store, OLD, ANNA)
    await rekey(store, BOTH.renew, _ignore)
    before = await store.account(ANNA)
    await _keep(store, OLD, BORIS)

    assert await rekey(store, BOTH.renew, _ignore) == Rekeyed(seen=2, renewed=1, unreadable=0)
    assert await store.account(ANNA) == before


async def test_an_account_that_does_not_open_is_counted_and_left(store: Store) -> None:
    await _keep(store, b"x" * 32, ANNA)
    await _keep(store, OLD, BORIS)
    before = await store.account(ANNA)

    assert await rekey(store, BOTH.renew, _ignore) == Rekeyed(seen=2, renewed=1, unreadable=1)
    assert await store.account(ANNA) == before


async def test_progress_is_told_batch_by_batch(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekey_module, "BATCH", 2)
    await _keep(store, OLD, *map(UserId, range(1, 6)))
    told: list[int] = []

    await rekey(store, BOTH.renew, lambda done: told.append(done.seen))

    assert told == [2, 4, 5]


async def test_a_refresh_that_comes_first_is_not_undone(store: Store) -> None:
    await _keep(store, OLD, ANNA)
    refreshed: list[Account] = []

    async def refresh() -> None:
        async with store.refreshing(ANNA) as held:
            assert held is not None
            tokens = KeyRing((OLD,)).seal(ANNA, "tokens", b"renewed")
            account = await held.replace_tokens(tokens, NOW)
            assert account is not None
            refreshed.append(account)

    class Racing:
        """The store, where a refresh wins the first race."""

        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        async def reseal(self, account: Account) -> bool:
            if not refreshed:
                await refresh()
            return await store.reseal(account)

    done = await rekey(Racing(), BOTH.renew, _ignore)  # type: ignore[arg-type]  # by __getattr__

    assert done == Rekeyed(seen=1, renewed=1, unreadable=0)
    account = await store.account(ANNA)
    assert account is not None
    assert KeyRing((NEW,)).open(ANNA, "tokens", account.tokens) == b"renewed"


async def test_a_user_who_signs_out_meanwhile_is_passed_over(store: Store) -> None:
    await _keep(store, OLD, ANNA)

    class Leaving:
        """The store, where the user leaves just before the write."""

        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        async def reseal(self, account: Account) -> bool:
            await store.unlink(account.user)
            return await store.reseal(account)

    done = await rekey(Leaving(), BOTH.renew, _ignore)  # type: ignore[arg-type]  # by __getattr__

    assert done == Rekeyed(seen=1, renewed=0, unreadable=0)
    assert await store.account(ANNA) is None


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

    told = "1 accounts, 1 sealed anew, 0 do not open\n"
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
