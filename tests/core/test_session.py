from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SessionError
from core.model import TelegramUser, UserId
from core.session import LIFETIME, MAX_CHARACTERS, issue, read, reissue

KEY = bytes(range(32))
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ADA = TelegramUser(UserId(7), "Ада", "Lovelace", None, "ru")
TOKEN, ENDS = issue(ADA, KEY, now=NOW)


def _old_seal(body: str) -> str:
    return blake2b(body.encode(), digest_size=32, key=KEY, person=b"session").hexdigest()


def test_a_token_names_the_user_it_was_issued_to() -> None:
    session = read(TOKEN, KEY, now=NOW.timestamp())

    assert session.user == 7
    assert session.issued == NOW.timestamp()
    assert session.telegram_user() == ADA


def test_a_token_in_place_of_another_ends_with_it() -> None:
    session = read(TOKEN, KEY, now=NOW.timestamp())
    later = int(NOW.timestamp()) + 1800

    anew = read(reissue(session, KEY, issued=later), KEY, now=later)

    assert anew == session._replace(issued=later)
    assert anew.ends == session.ends


def test_a_token_lasts_an_hour_and_not_a_second_longer() -> None:
    assert ENDS == NOW + LIFETIME == NOW + timedelta(hours=1)
    assert read(TOKEN, KEY, now=ENDS.timestamp() - 1).user == 7
    with pytest.raises(SessionError):
        read(TOKEN, KEY, now=ENDS.timestamp())


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="nothing"),
        pytest.param(".", id="a dot"),
        pytest.param("7.1777636800.9999999999.W10=", id="no seal"),
        pytest.param(".".join((body := "7.9999999999.W10=", _old_seal(body))), id="the first form"),
        pytest.param("8" + TOKEN[1:], id="another user"),
        pytest.param(TOKEN.replace(".", ".9", 1), id="issued later"),
        pytest.param(TOKEN.replace(f".{int(ENDS.timestamp())}", ".9999999999"), id="a later end"),
        pytest.param(TOKEN[:-1] + ("0" if TOKEN[-1] != "0" else "1"), id="another seal"),
        pytest.param(TOKEN.upper(), id="upper case"),
        pytest.param(TOKEN + "é", id="not ASCII"),
        pytest.param("\udcff" + TOKEN, id="a lone surrogate"),
        pytest.param("7" * MAX_CHARACTERS + TOKEN, id="too long"),
        pytest.param(issue(ADA, bytes(32), now=NOW)[0], id="another key"),
    ],
)
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(SessionError):
        read(token, KEY, now=NOW.timestamp())


@given(st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    with pytest.raises(SessionError):
        read(text, KEY, now=NOW.timestamp())
