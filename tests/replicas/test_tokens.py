"""A sign-in or sign-out at one replica, and what the others still use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from core.errors import SignInAgainError
from core.model import UserId
from core.replicas import Replicas
from core.sealing import KeyRing
from core.store import Store, open_store
from core.tokens import TokenKeeper
from tests.core.tokens.rotating import ANNA, BORIS, KEY, START, WALLET, Clock, RotatingPartner
from tests.replicas.conftest import until


@dataclass
class Town:
    """Where news is shouted; it arrives at once, or while nobody is in touch never."""

    replicas: list[Townsman] = field(default_factory=list)
    in_touch: bool = True

    def cut(self) -> None:
        """Let all of them be out of touch."""
        self.in_touch = False
        for replica in self.replicas:
            replica.lost()


class Townsman(Replicas):
    """A replica of the town."""

    def __init__(self, town: Town) -> None:
        self._town = town
        town.replicas.append(self)

    @property
    def is_alone(self) -> bool:
        return False

    @property
    def is_in_touch(self) -> bool:
        return self._town.in_touch

    def listen(
        self, topic: str, heard: Callable[[str], None], *, lost: Callable[[], None] | None = None
    ) -> None:
        assert topic == "tokens"
        assert lost is not None
        self._heard, self.lost = heard, lost

    async def tell(self, topic: str, text: str) -> None:
        assert topic == "tokens"
        for replica in self._town.replicas:
            if replica is not self and self._town.in_touch:
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


async def test_out_of_touch_a_sign_out_elsewhere_is_seen_after_a_second(
    keepers: Keepers, partner: RotatingPartner, town: Town, clock: Clock
) -> None:
    here, there = keepers
    await here.keep(ANNA, partner.sign_in(), WALLET, START)
    await there.call(ANNA, partner.ask)
    town.cut()
    assert len(there._cache) == 0
    await there.call(ANNA, partner.ask)
    assert len(there._cache) == 1

    await here.drop(ANNA)
    clock.move(seconds=1)

    with pytest.raises(SignInAgainError):
        await there.call(ANNA, partner.ask)


@pytest.mark.parametrize("seconds", [pytest.param(60, id="heard"), pytest.param(1, id="cut")])
async def test_a_jwt_is_used_from_memory(
    keepers: Keepers, partner: RotatingPartner, town: Town, clock: Clock, seconds: int
) -> None:
    here, _ = keepers
    town.in_touch = seconds == 60
    await here.keep(ANNA, partner.sign_in(), WALLET, START)
    await here.call(ANNA, partner.ask)

    clock.move(seconds=seconds - 0.1)
    assert here._cache.good(ANNA, clock()) is not None
    clock.move(seconds=0.1)
    assert here._cache.good(ANNA, clock()) is None


async def test_one_of_several_without_redis_reads_the_store_every_second(
    store: Store, partner: RotatingPartner, clock: Clock
) -> None:
    keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
    await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    await keeper.call(ANNA, partner.ask)

    clock.move(seconds=1)

    assert keeper._cache.good(ANNA, clock()) is None


async def test_while_the_line_breaks_what_is_being_read_is_not_kept(
    keepers: Keepers,
    partner: RotatingPartner,
    store: Store,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, there = keepers
    await here.keep(ANNA, partner.sign_in(), WALLET, START)
    account, goes_on = await store.account(ANNA), asyncio.Event()

    async def slow(_: UserId) -> object:
        await goes_on.wait()
        return account

    monkeypatch.setattr(store, "account", slow)
    calling = asyncio.ensure_future(there.call(ANNA, Asker()))
    await until(lambda: there._running)
    town.cut()
    goes_on.set()
    await calling

    assert len(there._cache) == 0
