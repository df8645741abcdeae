from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from core import callers
from core.callers import Callers
from core.errors import SessionError
from core.session import LIFETIME
from tests.init_data import BOT_TOKEN, USER, init_data

START = datetime(2026, 5, 1, 12, tzinfo=UTC).timestamp()


class Clock:
    now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(clock: Clock) -> Callers:
    return Callers(bot_token=SecretStr(BOT_TOKEN), session_key=bytes(32), now=clock)


def welcomed(known: Callers, user: int = 7) -> str:
    return known.welcome(init_data(START, user=USER | {"id": user}))[1]


def test_who_was_welcomed_is_known_by_the_token(known: Callers) -> None:
    token = welcomed(known)

    assert known.known(token).user == 7
    assert known.known(token).user == 7


def test_a_token_seen_before_ends_all_the_same(known: Callers, clock: Clock) -> None:
    token = welcomed(known)
    known.known(token)

    clock.now += LIFETIME.total_seconds()

    with pytest.raises(SessionError):
        known.known(token)


def test_a_forged_token_is_never_remembered(known: Callers) -> None:
    forged = "8" + welcomed(known)[1:]

    for _ in range(2):
        with pytest.raises(SessionError):
            known.known(forged)


def test_what_is_remembered_has_an_end(known: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "MAX_KNOWN", 3)

    for user in range(1, 10):
        assert known.known(welcomed(known, user)).user == user

    assert len(known._known) <= 3
