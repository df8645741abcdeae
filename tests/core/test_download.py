from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import session
from core.download import LIFETIME, MAX_CHARACTERS, Ticket, issue, read
from core.errors import CallerError, SessionError
from core.model import TelegramUser, UserId

KEY = bytes(range(32))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TICKET = Ticket(UserId(7), "2026-11-22-30d")
SEALED, ENDS = issue(TICKET, KEY, now=NOW)


def test_a_ticket_says_whose_file_it_is_and_which() -> None:
    assert read(SEALED, KEY, now=NOW) == TICKET


def test_a_ticket_lasts_five_minutes_and_not_a_second_longer() -> None:
    assert ENDS == NOW + LIFETIME == NOW + timedelta(minutes=5)
    assert read(SEALED, KEY, now=ENDS - timedelta(seconds=1)) == TICKET
    with pytest.raises(CallerError):
        read(SEALED, KEY, now=ENDS)


@pytest.mark.parametrize(
    "sealed",
    [
        pytest.param("", id="nothing"),
        pytest.param("...", id="dots"),
        pytest.param("8" + SEALED[1:], id="another user"),
        pytest.param(SEALED.replace(".", ".9", 1), id="a later end"),
        pytest.param(SEALED.replace("30d", "all"), id="another file"),
        pytest.param(SEALED[:-1] + ("0" if SEALED[-1] != "0" else "1"), id="another seal"),
        pytest.param(SEALED.rpartition(".")[0], id="no seal"),
        pytest.param(SEALED + "é", id="not ASCII"),
        pytest.param("\udcff" + SEALED, id="a lone surrogate"),
        pytest.param("7" * MAX_CHARACTERS + SEALED, id="too long"),
        pytest.param(issue(TICKET, bytes(32), now=NOW)[0], id="another key"),
        pytest.param(
            session.issue(TelegramUser(UserId(7), "Ada"), KEY, now=NOW)[0], id="a session token"
        ),
    ],
)
def test_anything_else_is_refused(sealed: str) -> None:
    with pytest.raises(CallerError):
        read(sealed, KEY, now=NOW)


def test_a_ticket_opens_no_session() -> None:
    with pytest.raises(SessionError):
        session.read(SEALED, KEY, now=NOW.timestamp())


@given(st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    with pytest.raises(CallerError):
        read(text, KEY, now=NOW)


@pytest.mark.parametrize("what", ["", "a.b", "a/b", "..", "é", "a b", "x" * 101])
def test_what_cannot_stand_in_a_url_is_not_sealed(what: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        issue(Ticket(UserId(7), what), KEY, now=NOW)


def test_the_longest_ticket_is_read() -> None:
    longest = Ticket(UserId(2**63 - 1), "x" * 100)

    assert read(issue(longest, KEY, now=NOW)[0], KEY, now=NOW) == longest
