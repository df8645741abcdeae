"""Server-sent events, however they are cut into pieces."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ton_connect.events import MAX_EVENT, Event, Events, TooLongError

STREAM = (
    b": hello\n\nid: 1\nevent: message\ndata: one\n\nevent: heartbeat\n\n"
    b"id:2\r\ndata: two\r\ndata:  lines\r\n\r\ndata\n\nid: 3\ndata: {}\n\ndata: cut"
)
READ = [
    Event("1", "message", "one"),
    Event("2", "message", "two\n lines"),
    Event("", "message", ""),
    Event("3", "message", "{}"),
]


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_the_pieces_do_not_matter(cuts: list[int]) -> None:
    events, at = Events(), sorted({0, *cuts, len(STREAM)})

    read = [event for start, end in pairwise(at) for event in events.feed(STREAM[start:end])]

    assert read == READ


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_no_bytes_are_more_than_events(parts: list[bytes]) -> None:
    events = Events()
    for part in parts:
        for event in events.feed(part):
            assert isinstance(event, Event)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param(b"data: " + b"x" * 1000, id="a line"),
        pytest.param(b"data: " + b"x" * 1000 + b"\n", id="lines"),
        pytest.param(b"id: " + b"x" * 1000 + b"\n", id="other fields"),
    ],
)
def test_an_event_that_does_not_end_is_given_up(piece: bytes) -> None:
    events = Events()

    for _ in range(MAX_EVENT // len(piece)):
        events.feed(piece)

    with pytest.raises(TooLongError):
        events.feed(piece)
