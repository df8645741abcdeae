"""Whose sessions were ended, as each replica knows it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress

import pytest
from structlog.testing import capture_logs

from core import revocations as module
from core.errors import StoreError
from core.model import UserId
from core.replicas import Replicas
from core.revocations import Revocations
from core.session import LIFETIME
from core.store import Store, open_store

NOON = 1_800_000_000.0
ADA, BOB = UserId(7), UserId(8)
HOUR = int(LIFETIME.total_seconds())


class Clock:
    now = NOON

    def __call__(self) -> float:
        return self.now


class Line(Replicas):
    """Replicas in one process that hear each other at once."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[str], None]] = []

    async def tell(self, topic: str, text: str) -> None:
        assert topic == "sessions"
        for heard in self.listeners:
            heard(text)

    def listen(self, topic: str, heard: Callable[[str], None]) -> None:
        assert topic == "sessions"
        self.listeners.append(heard)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def two_stores(database_url: str) -> AsyncIterator[tuple[Store, Store]]:
    """One database, opened by two replicas."""
    async with open_store(database_url) as one, open_store(database_url) as other:
        yield one, other


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    async with open_store(sqlite_url) as opened:
        yield opened


class Unsteady:
    """A store that may be away, and answers when the gate is open."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.revoke = store.revoke
        self.is_away = False
        self.asked = 0
        self.has_read = asyncio.Event()
        self.gate = asyncio.Event()

    async def revoked_since(self, since: int) -> list[tuple[UserId, int]]:
        self.asked += 1
        if self.is_away:
            raise StoreError("away")
        found = await self._store.revoked_since(since)
        self.has_read.set()
        await self.gate.wait()
        return found


async def keeping_up(stack: AsyncExitStack, revocations: Revocations) -> None:
    """Have it keep up until the stack is left."""
    task = asyncio.ensure_future(revocations.keep_up())

    async def end() -> None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    stack.push_async_callback(end)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not is_so():  # noqa: ASYNC110  # nobody tells when it has looked
            await asyncio.sleep(0.01)


async def test_nothing_is_revoked_at_first(store: Store, clock: Clock) -> None:
    revocations = Revocations(store, now=clock)
    await revocations.catch_up()

    assert revocations.since(ADA) == 0
    assert await revocations.ask(ADA) == 0


async def test_what_was_issued_in_the_same_second_is_revoked_too(
    store: Store, clock: Clock
) -> None:
    clock.now += 0.999
    revocations = Revocations(store, now=clock)

    assert await revocations.revoke(ADA) == NOON + 1
    assert revocations.since(ADA) == await revocations.ask(ADA) == NOON + 1
    assert revocations.since(BOB) == 0


async def test_another_replica_sees_it_by_looking(
    two_stores: tuple[Store, Store], clock: Clock
) -> None:
    one, other = (Revocations(store, now=clock) for store in two_stores)
    async with AsyncExitStack() as stack:
        await keeping_up(stack, other)

        since = await one.revoke(ADA)

        await until(lambda: other.since(ADA) == since)


async def test_news_have_another_replica_look_at_once(
    two_stores: tuple[Store, Store], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CATCH_UP_SECONDS", 600.0)
    line = Line()
    one, other = (Revocations(store, line, now=clock) for store in two_stores)
    async with AsyncExitStack() as stack:
        await keeping_up(stack, other)

        since = await one.revoke(ADA)

        await until(lambda: other.since(ADA) == since)


async def test_a_replica_that_starts_knows_the_last_hour(store: Store, clock: Clock) -> None:
    before = Revocations(store, now=clock)
    since = await before.revoke(ADA)
    clock.now += HOUR - 5
    await before.revoke(BOB)

    started = Revocations(store, now=clock)
    await started.catch_up()

    assert started.since(ADA) == since
    await started.catch_up()
    assert started.since(ADA) == since  # some session may be this old
    clock.now += 10
    await started.catch_up()
    assert started.since(ADA) == 0  # no session is so old
    assert started.since(BOB) > 0
    assert await started.ask(ADA) == since  # init data may be


async def test_what_is_committed_late_or_by_a_clock_behind_is_seen(
    store: Store, clock: Clock
) -> None:
    revocations = Revocations(store, now=clock)
    await revocations.catch_up()
    clock.now += 20
    await revocations.catch_up()

    await store.revoke(ADA, int(NOON) - 10)
    await revocations.catch_up()

    assert revocations.since(ADA) == NOON - 10


async def test_a_clock_set_back_makes_it_read_no_less(store: Store, clock: Clock) -> None:
    revocations = Revocations(store, now=clock)
    clock.now += 7200
    await revocations.catch_up()
    clock.now = NOON

    await store.revoke(ADA, int(NOON))
    await revocations.catch_up()

    assert revocations.since(ADA) == NOON


async def test_what_was_read_before_does_not_take_the_place_of_what_is_newer(
    store: Store, clock: Clock
) -> None:
    unsteady = Unsteady(store)
    revocations = Revocations(unsteady, now=clock)  # type: ignore[arg-type]  # the part it reads
    await revocations.revoke(ADA)
    reading = asyncio.ensure_future(revocations.catch_up())
    await unsteady.has_read.wait()

    newer = await revocations.revoke(ADA)
    unsteady.gate.set()
    await reading

    assert revocations.since(ADA) == newer == NOON + 2


async def test_a_flood_fills_a_bounded_table_and_nobody_is_forgotten(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_REVOKED", 10)
    revocations = Revocations(store, now=clock)
    ended = {}

    for number in range(100):
        clock.now += 1
        ended[UserId(1000 + number)] = await revocations.revoke(UserId(1000 + number))
        assert len(revocations._since) <= 10

    for user, since in ended.items():
        assert revocations.since(user) >= since
    assert revocations.since(ADA) < clock.now - 4  # others open another session, at the worst
    assert await revocations.ask(ADA) == 0  # and may do so with the init data they have


async def test_more_than_is_read_at_once_ends_what_is_as_old(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        await store.revoke(UserId(1000 + number), int(NOON) + number)
    clock.now += 60
    monkeypatch.setattr(module, "MAX_REVOKED", 4)
    monkeypatch.setattr("core.store.sign_ins.MAX_REVOKED", 4)

    revocations = Revocations(store, now=clock)
    await revocations.catch_up()

    for number in range(8):
        assert revocations.since(UserId(1000 + number)) >= NOON + number


async def test_a_store_that_was_away_is_read_when_it_is_back(
    store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CATCH_UP_SECONDS", 0.01)
    unsteady = Unsteady(store)
    unsteady.gate.set()
    revocations = Revocations(unsteady, now=clock)  # type: ignore[arg-type]  # the part it reads
    with capture_logs() as logs:
        async with AsyncExitStack() as stack:
            await keeping_up(stack, revocations)
            unsteady.is_away = True
            await until(lambda: unsteady.asked > 5)
            await store.revoke(ADA, int(NOON))
            clock.now += 600  # longer than what is read again
            unsteady.is_away = False

            await until(lambda: revocations.since(ADA) == NOON)

    assert [each["event"] for each in logs] == ["revocations_not_read"]
