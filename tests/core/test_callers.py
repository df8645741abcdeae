from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from core import callers
from core.callers import Callers
from core.errors import InitDataExpiredError, SessionError
from core.model import UserId
from core.revocations import Revocations
from core.session import LIFETIME
from core.store import Store, open_store
from tests.init_data import BOT_TOKEN, USER, init_data

START = datetime(2026, 5, 1, 12, tzinfo=UTC).timestamp()
ADA = UserId(7)


class Clock:
    now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    async with open_store(sqlite_url) as opened:
        yield opened


@pytest.fixture
def revocations(store: Store, clock: Clock) -> Revocations:
    return Revocations(store, now=clock)


@pytest.fixture
def known(revocations: Revocations, clock: Clock) -> Callers:
    return Callers(
        bot_token=SecretStr(BOT_TOKEN),
        session_key=bytes(32),
        revocations=revocations,
        now=clock,
    )


async def welcomed(known: Callers, user: int = ADA, *, at: float = START) -> str:
    return (await known.welcome(init_data(at, user=USER | {"id": user})))[1]


async def test_who_was_welcomed_is_known_by_the_token(known: Callers) -> None:
    token = await welcomed(known)

    assert known.known(token).user == ADA
    assert known.known(token).user == ADA


async def test_a_token_seen_before_ends_all_the_same(known: Callers, clock: Clock) -> None:
    token = await welcomed(known)
    known.known(token)

    clock.now += LIFETIME.total_seconds()

    with pytest.raises(SessionError):
        known.known(token)


async def test_a_forged_token_is_never_remembered(known: Callers) -> None:
    forged = "8" + (await welcomed(known))[1:]

    for _ in range(2):
        with pytest.raises(SessionError):
            known.known(forged)


async def test_what_is_remembered_has_an_end(
    known: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "MAX_KNOWN", 3)

    for user in range(1, 10):
        assert known.known(await welcomed(known, user)).user == user

    assert len(known._known) <= 3


async def test_signing_out_everywhere_ends_every_session_of_the_user(
    known: Callers, revocations: Revocations, clock: Clock
) -> None:
    remembered, unseen, other = [await welcomed(known, user) for user in (ADA, ADA, 8)]
    known.known(remembered)
    clock.now += 0.9

    await revocations.revoke(ADA)

    for token in (remembered, unseen):
        with pytest.raises(SessionError):
            known.known(token)
    assert known.known(other).user == 8


@pytest.mark.parametrize("later", [0.0, 0.5, 1.0], ids=["at once", "the same second", "the next"])
async def test_init_data_from_before_opens_no_session_and_newer_does(
    known: Callers, revocations: Revocations, clock: Clock, later: float
) -> None:
    since = await revocations.revoke(ADA)
    clock.now += later

    for sealed_at in (START - 3600, START, since - 1):
        with pytest.raises(InitDataExpiredError):
            await welcomed(known, at=sealed_at)
    assert known.known(await welcomed(known, at=since)).issued >= since
    assert known.known(await welcomed(known, 8, at=START - 3600)).user == 8


async def test_the_session_that_ended_the_others_goes_on_till_its_own_end(
    known: Callers, revocations: Revocations, clock: Clock
) -> None:
    old = await welcomed(known)
    caller = known.known(old)
    clock.now += 1800

    spared = known.spare(caller, since=await revocations.revoke(ADA))

    assert known.known(spared).telegram_user() == caller.telegram_user()
    with pytest.raises(SessionError):
        known.known(old)
    clock.now = START + LIFETIME.total_seconds()
    with pytest.raises(SessionError):
        known.known(spared)


async def test_two_who_end_the_sessions_in_one_second_are_told_apart(
    known: Callers, revocations: Revocations
) -> None:
    thief, owner = [known.known(await welcomed(known)) for _ in range(2)]

    first = known.spare(thief, since=await revocations.revoke(ADA))
    second = known.spare(owner, since=await revocations.revoke(ADA))

    assert known.known(second).user == ADA
    with pytest.raises(SessionError):
        known.known(first)
