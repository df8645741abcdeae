"""What replies that are no answers mean."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import (
    PartnerBrokenError,
    PartnerError,
    PartnerRejectedError,
    PartnerThrottledError,
    PartnerUnauthorizedError,
)
from core.partner.refusals import MAX_RETRY_AFTER, refusal, retry_after, said
from core.partner.transport import Reply

NOW = 784_111_777.4  # Sun, 06 Nov 1994 08:49:37 GMT


def reply(status: int, body: bytes = b"", wait: str | None = None) -> Reply:
    return Reply(status, body, None, wait)


@pytest.mark.parametrize(
    ("got", "failure"),
    [
        pytest.param(reply(400, b"{}"), PartnerRejectedError, id="400"),
        pytest.param(reply(401, b"{}"), PartnerUnauthorizedError, id="401"),
        pytest.param(reply(401, b"<html>"), PartnerUnauthorizedError, id="401 in HTML"),
        pytest.param(reply(403, b""), PartnerRejectedError, id="403 without a body"),
        pytest.param(reply(403, b" <html>"), PartnerBrokenError, id="403 of a gateway"),
        pytest.param(reply(404, b"Not Found"), PartnerRejectedError, id="404 in plain text"),
        pytest.param(reply(422, b"{}"), PartnerRejectedError, id="422"),
        pytest.param(reply(429, b"{}"), PartnerThrottledError, id="429"),
        pytest.param(reply(499, b"{}"), PartnerRejectedError, id="an unregistered 4xx"),
        pytest.param(reply(500, b"{}"), PartnerBrokenError, id="500"),
        pytest.param(reply(520, b"<html>"), PartnerBrokenError, id="an unregistered 5xx"),
        pytest.param(reply(304), PartnerBrokenError, id="304"),
        pytest.param(reply(101), PartnerBrokenError, id="101"),
        pytest.param(reply(999), PartnerBrokenError, id="no class at all"),
    ],
)
def test_a_status_has_a_name(got: Reply, failure: type[PartnerError]) -> None:
    named = refusal(got, NOW)

    assert type(named) is failure
    assert getattr(named, "status", got.status) == got.status


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param({"description": "a", "message": "b", "error": "c"}, "a", id="description"),
        pytest.param({"message": "b", "error": "c"}, "b", id="message"),
        pytest.param({"error": "c"}, "c", id="error"),
        pytest.param({"message": ["a is bad", "b is bad"]}, "a is bad; b is bad", id="list"),
        pytest.param({"error": {"message": "deep"}}, "deep", id="nested"),
        pytest.param({"error": {"error": {"error": {"error": "x"}}}}, "", id="too deep"),
        pytest.param({"message": None, "error": "c"}, "c", id="null"),
        pytest.param({"message": 7}, "", id="number"),
        pytest.param({"data": "x"}, "", id="none of them"),
        pytest.param(["a"], "a", id="a list alone"),
        pytest.param("text", "text", id="a text alone"),
        pytest.param({"message": "a\x00\x1b[31m\nb\u202e"}, "a [31m b", id="control characters"),
        pytest.param({"message": "x" * 500}, "x" * 200, id="long"),
    ],
)
def test_the_partners_words_are_found_cut_and_cleaned(body: object, words: str) -> None:
    assert said(json.dumps(body).encode()) == words


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"\xff", b"[" * 100_000, b"{", b'{"message":"' + b"x" * 20_000 + b'"}']
)
def test_a_body_without_words_says_nothing(body: bytes) -> None:
    assert said(body) == ""


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(
        st.sampled_from(["message", "error", "description", "x"]), inner
    ),
).map(lambda told: json.dumps(told).encode()))  # fmt: skip
def test_no_error_body_is_too_strange(body: bytes) -> None:
    words = said(body)

    assert len(words) <= 200
    assert words.isprintable()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("0", 0, id="zero"),
        pytest.param(" 30 ", 30, id="seconds"),
        pytest.param("86400", MAX_RETRY_AFTER, id="a day"),
        pytest.param("86401", MAX_RETRY_AFTER, id="longer than a day"),
        pytest.param("9" * 10_000, MAX_RETRY_AFTER, id="thousands of digits"),
        pytest.param("-1", None, id="negative"),
        pytest.param("1.5", None, id="fraction"),
        pytest.param("٣", None, id="digits of another script"),
        pytest.param("soon", None, id="words"),
        pytest.param("Sun, 06 Nov 1994 08:50:00 GMT", 23, id="date"),
        pytest.param("Sun, 06 Nov 1994 08:00:00 GMT", 0, id="date gone by"),
        pytest.param("Sun, 06 Nov 2094 08:00:00 GMT", MAX_RETRY_AFTER, id="date far off"),
    ],
)
def test_a_wait_is_read_and_bounded(header: str | None, seconds: int | None) -> None:
    assert retry_after(header, NOW) == seconds
