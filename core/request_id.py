"""One id per request: it stands in every problem answer and beside every log line."""

from __future__ import annotations

import secrets
from contextvars import ContextVar
from itertools import count

from structlog.typing import EventDict, WrappedLogger

_PROCESS = secrets.token_hex(4)
"""Drawn once: an id then costs no system call, and two processes still share none."""

_numbers = count(1)
_current: ContextVar[int] = ContextVar("request_id", default=0)


def begin() -> None:
    """Give what happens next in this task an id of its own."""
    _current.set(next(_numbers))


def current() -> str:
    """Return the id of the request under way; empty outside of any."""
    number = _current.get()
    return f"{_PROCESS}-{number:x}" if number else ""


def add_to_line(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Put the id into a log line."""
    if request_id := current():
        line["request_id"] = request_id
    return line
