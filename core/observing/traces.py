"""Spans: what took how long within what, for whoever draws them; without one they cost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import Enum, auto
from typing import Protocol, Self


class Kind(Enum):
    """On which side of the network a span is."""

    ANSWERED = auto()
    """Somebody asked us."""
    ASKED = auto()
    """We asked somebody."""


class Span(Protocol):
    """What is under way."""

    def mark(self, **found: str | int) -> None:
        """Say something about it: of what we name ourselves, nothing that anybody sent."""


class Artist(Protocol):
    """Who draws the spans."""

    def span(self, name: str, kind: Kind) -> AbstractContextManager[Span]:
        """Return one that lasts as long as its block, inside the one under way."""

    def parent(self) -> str:
        """Return the span under way, as the header `traceparent` says it; empty without one."""


class _Nothing:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def mark(self, **found: str | int) -> None:
        pass


_NOTHING = _Nothing()
_artist: Artist | None = None


@contextmanager
def drawn_by(artist: Artist) -> Iterator[None]:
    """Have this process's spans drawn while the block lasts."""
    global _artist  # noqa: PLW0603  # as the log is the process's, so is this
    before, _artist = _artist, artist
    try:
        yield
    finally:
        _artist = before


def span(name: str, kind: Kind) -> AbstractContextManager[Span]:
    """Return a span that lasts as long as its block."""
    return _NOTHING if _artist is None else _artist.span(name, kind)


def parent() -> str:
    """Return the span under way, as the header `traceparent` says it; empty where none is drawn.

    Source: W3C Trace Context, section 3.2.
    """
    return "" if _artist is None else _artist.parent()
