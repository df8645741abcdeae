"""What a JWT says of its end, and what follows."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tokens.expiry import expiry, renewal
from tests.core.tokens.rotating import START, jwt


def test_the_end_is_read_from_the_claims() -> None:
    assert expiry(jwt(1, START.timestamp())) == START
    assert expiry(jwt(1, int(START.timestamp()))) == START


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("opaque", id="opaque"),
        pytest.param("a.b", id="two parts"),
        pytest.param("a.%%%%.c", id="no base64"),
        pytest.param("a.ZZZZ.c", id="no JSON"),
        pytest.param("a.W10.c", id="a list"),
        pytest.param(jwt(1), id="no exp"),
        pytest.param(jwt(1, "soon"), id="no number"),
        pytest.param(jwt(1, [1]), id="a list of numbers"),
        pytest.param(jwt(1, 1e300), id="beyond the calendar"),
        pytest.param(jwt(1, float("nan")), id="not a number"),
        pytest.param(jwt(1, float("inf")), id="infinite"),
        pytest.param(jwt(1, START.timestamp()) + "x" * 20_000, id="too long to be read"),
    ],
)
def test_a_token_that_does_not_tell_has_no_end(token: str) -> None:
    assert expiry(token) is None
    assert renewal(token, START) is None


@given(st.text(max_size=200))
def test_no_claims_are_too_odd_to_read(claims: str) -> None:
    end = expiry(f"a.{claims}.c")

    assert end is None or end.tzinfo is UTC


@pytest.mark.parametrize(
    ("life", "due"),
    [
        pytest.param(timedelta(hours=1), timedelta(minutes=59), id="a minute before"),
        pytest.param(timedelta(seconds=30), timedelta(seconds=24), id="short: a fifth before"),
        pytest.param(timedelta(0), None, id="over when it came: the clocks disagree"),
        pytest.param(timedelta(hours=-1), None, id="long over when it came"),
    ],
)
def test_a_jwt_is_renewed(life: timedelta, due: timedelta | None) -> None:
    token = jwt(1, (START + life).timestamp())

    assert renewal(token, START) == (None if due is None else START + due)
