"""What a look at something says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How good what was found is."""

    FINE = "fine"
    NOTE = "note"
    """It works; whether it is meant is the operator's to say."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the table; `todo` is what an operator does about it. Neither holds a secret."""

    what: str
    state: State
    said: str
    todo: str = ""


def fine(what: str, said: str) -> Finding:
    """Return that *what* is as it should be."""
    return Finding(what, State.FINE, said)


def note(what: str, said: str, todo: str) -> Finding:
    """Return that *what* works and deserves a thought."""
    return Finding(what, State.NOTE, said, todo)


def wrong(what: str, said: str, todo: str) -> Finding:
    """Return that *what* does not do."""
    return Finding(what, State.WRONG, said, todo)
