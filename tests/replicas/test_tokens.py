"""A sign-in or sign-out at one replica, and what the others still use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from pydantic import SecretStr

from core.errors import SignInAgainError, StoreError
from core.model import UserId
from core.replicas import Replicas
from core.sealing import KeyRing
from core.store import Store, open_store
from core.tokens import TokenKeeper
from core.tokens import keeper as module
from tests.core.tokens.rotating import ANNA, BORIS, KEY, START, WALLET, Clock, RotatingPartner
from tests.replicas.conftest import until


@dataclass
class Town:
    """Where news is shouted; it arrives at once, or while the line is cut never."""

    replicas: list[Townsman] = field(default_factory=list)
    is_cut: bool = False


class Townsman(Replicas):
    """A replica of the town."""

    def __init__(self, town: Town) -> None:
        self._town = town
        town.replicas.append(self)

    @property
    def is_alone(self) -> bool:
        return False

    def listen(self, topic: str, heard: Callable[[str], None]) -> None:
        assert topic == "tokens"
        self._heard = heard

    async def tell(self, topic: str, text: str) -> None:
        assert topic == "tokens"
        for replica in self._town.replicas:
            if replica is not self and not self._town.is_cut:
                replica._heard(text)


@dataclass
class Asker:
    """Asks the partner, and remembers with what."""

    jwts: list[str] = field(default_factory=list)

    async def __call__(self, jwt: SecretStr) -> str:
        self.jwts.append(jwt.get_secret_value())
        return "answer"


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def partner(clock: Clock) -> RotatingPartner:
    return RotatingPartner(clock)


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    async with open_store(sqlite_url) as opened:
        yield opened


@pytest.fixture
def keepers(
    store: Store, partner: RotatingPartner, clock: Clock, town: Town
) -> tuple[TokenKeeper, TokenKeeper]:
    one, other = (
        TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock, replicas=Townsman(town))
        for _ in range(2)
    )
    return one, other


Keepers = tuple[TokenKeeper, TokenKeeper]


@pytest.mark.parametrize("end", ["drop", "forget"])
async def test_a_sign_out_elsewhere_ends_the_use_of_a_jwt_at_once(
    keepers: Keepers, partner: RotatingPartner, end: str
) -> None:
    here, there = keepers
    for user in (ANNA, BORIS):
        await here.keep(user, partner.sign_in(), WALLET, START)
        await there.call(user, partner.ask)
    told: list[UserId] = []
    there.tell_of_changes(told.append)

    await getattr(here, end)(ANNA)

    with pytest.raises(SignInAgainError):
        await there.call(ANNA, partner.ask)
    assert len(there._cache) == 1  # the others' stay
    assert told == [ANNA]


async def test_a_sign_in_elsewhere_puts_the_new_wallets_jwt_in_place(
    keepers: Keepers, partner: RotatingPartner
) -> None:
    here, there = keepers
    await here.keep(ANNA, partner.sign_in(), WALLET, START)
    await there.call(ANNA, partner.ask)
    newer = partner.sign_in()

    await here.keep(ANNA, newer, WALLET, START)

    assert await there.call(ANNA, partner.ask) == newer.jwt.get_secret_value()


async def test_what_is_being_read_while_the_news_comes_is_not_kept(
    keepers: Keepers, partner: RotatingPartner, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = keepers
    await here.keep(ANNA, partner.sign_in(), WALLET, START)
    account, goes_on, asker = await store.account(ANNA), asyncio.Event(), Asker()

    async def slow(_: UserId) -> object:
        await goes_on.wait()
        return account

    with monkeypatch.context() as patched:
        patched.setattr(store, "account", slow)
        calling = asyncio.ensure_future(there.call(ANNA, asker))
        await until(lambda: there._running)
        await here.drop(ANNA)
        goes_on.set()
        await calling

    assert len(there._cache) == 0
    with pytest.raises(SignInAgainError):
        await there.call(ANNA, asker)


async def _signed_in(keepers: Keepers, partner: RotatingPartner) -> None:
    """Have Anna signed in at the one and known to the other, which hears no news of her."""
    here, there = keepers
    await here.keep(ANNA, partner.sign_in(), WALLET, START)
    await there.catch_up()
    await there.call(ANNA, partner.ask)


@asynccontextmanager
async def _looking(keeper: TokenKeeper) -> AsyncIterator[None]:
    """Have it look while the block lasts."""
    looking = asyncio.ensure_future(keeper.keep_up())
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.wait([looking])


async def test_who_neither_hears_nor_looks_reads_the_store_every_second(
    keepers: Keepers, partner: RotatingPartner, town: Town, clock: Clock
) -> None:
    here, there = keepers
    await here.keep(ANNA, partner.sign_in(), WALLET, START)
    await there.call(ANNA, partner.ask)
    town.is_cut = True
    await here.drop(ANNA)

    clock.move(seconds=0.9)
    await there.call(ANNA, partner.ask)
    clock.move(seconds=0.1)

    with pytest.raises(SignInAgainError):
        await there.call(ANNA, partner.ask)


@pytest.mark.parametrize("end", ["drop", "forget"])
async def test_a_sign_out_elsewhere_is_seen_by_looking(
    database_url: str,
    partner: RotatingPartner,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
) -> None:
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    async with open_store(database_url) as one, open_store(database_url) as other:
        here, there = (
            TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock) for store in (one, other)
        )
        for user in (ANNA, BORIS):
            await here.keep(user, partner.sign_in(), WALLET, START)
            await there.call(user, partner.ask)
        async with _looking(there):
            await getattr(here, end)(ANNA)

            await until(lambda: there._cache.good(ANNA, clock()) is None)
        with pytest.raises(SignInAgainError):
            await there.call(ANNA, partner.ask)
        assert there._cache.good(BORIS, clock()) is not None


async def test_a_sign_in_elsewhere_is_seen_by_looking(
    keepers: Keepers, partner: RotatingPartner, town: Town
) -> None:
    await _signed_in(keepers, partner)
    here, there = keepers
    town.is_cut = True
    newer = partner.sign_in()
    await here.keep(ANNA, newer, WALLET, START)

    await there.catch_up()

    assert await there.call(ANNA, partner.ask) == newer.jwt.get_secret_value()


async def test_who_looks_reads_an_account_again_after_a_minute(
    keepers: Keepers, partner: RotatingPartner, clock: Clock
) -> None:
    await _signed_in(keepers, partner)
    _, there = keepers

    for _ in range(59):
        clock.move(seconds=1)
        await there.catch_up()
        assert there._cache.good(ANNA, clock()) is not None
    clock.move(seconds=1)
    await there.catch_up()
    assert there._cache.good(ANNA, clock()) is None


async def test_a_refresh_elsewhere_ends_nothing(
    keepers: Keepers, partner: RotatingPartner, clock: Clock
) -> None:
    await _signed_in(keepers, partner)
    here, there = keepers
    partner.expire()
    await here.call(ANNA, partner.ask)
    assert partner.refreshes == 1

    await there.catch_up()

    assert there._cache.good(ANNA, clock()) is not None


async def test_what_was_read_before_it_ended_is_not_used_once_that_is_seen(
    keepers: Keepers,
    partner: RotatingPartner,
    store: Store,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, there = keepers
    await here.keep(ANNA, partner.sign_in(), WALLET, START)
    town.is_cut = True
    account, goes_on = await store.account(ANNA), asyncio.Event()

    async def slow(_: UserId) -> object:
        await goes_on.wait()
        return account

    with monkeypatch.context() as patched:
        patched.setattr(store, "account", slow)
        calling = asyncio.ensure_future(there.call(ANNA, Asker()))
        await until(lambda: there._running)
        await here.drop(ANNA)
        await there.catch_up()
        goes_on.set()
        await calling

    with pytest.raises(SignInAgainError):
        await there.call(ANNA, Asker())


async def test_while_looking_fails_the_store_is_asked_by_each_call(
    keepers: Keepers,
    partner: RotatingPartner,
    store: Store,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await _signed_in(keepers, partner)
    _, there = keepers
    looks = 0

    async def away(_: datetime) -> frozenset[int]:
        nonlocal looks
        looks += 1
        raise StoreError("away")

    monkeypatch.setattr(module, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(store, "ended", away)
    async with _looking(there):
        await until(lambda: looks > 3)
    clock.move(seconds=1)

    assert there._cache.good(ANNA, clock()) is None


async def test_where_more_ended_than_is_told_none_is_sure(
    keepers: Keepers, partner: RotatingPartner, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _signed_in(keepers, partner)
    _, there = keepers
    monkeypatch.setattr(module, "MAX_ENDED", 1)
    clock.move(seconds=1)

    await there.catch_up()

    assert there._cache.good(ANNA, clock()) is None


async def test_a_clock_set_back_makes_no_jwt_last_longer(
    keepers: Keepers, partner: RotatingPartner, clock: Clock
) -> None:
    await _signed_in(keepers, partner)
    _, there = keepers

    clock.move(hours=-1)
    await there.catch_up()

    assert there._cache.good(ANNA, clock()) is None
