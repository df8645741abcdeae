"""Crashes: of every line in our log the ones that say so, and of those no more than the line says.

What may stand in a log line was weighed where it is written; a traceback's values never were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from structlog.typing import EventDict, WrappedLogger


@dataclass(frozen=True, slots=True)
class Crash:
    """What is told of one: nothing that anybody sent."""

    event: str
    """The log's word for it: `crashed` in a request, `update_crashed`, `worker_crashed`…"""
    error: str
    """The exception's class."""
    at: str
    """Files, lines and functions, innermost first, as `logs.place_of` writes them."""
    route: str
    request_id: str


_tell: Callable[[Crash], None] | None = None


@contextmanager
def told_to(tell: Callable[[Crash], None]) -> Iterator[None]:
    """Tell of this process's crashes while the block lasts."""
    global _tell  # noqa: PLW0603  # as the log is the process's, so is this
    before, _tell = _tell, tell
    try:
        yield
    finally:
        _tell = before


def tell_of_line(_: WrappedLogger, __: str, line: EventDict) -> EventDict:
    """Tell of a crash, if the line is about one; the line goes on as it came."""
    if _tell is not None and line["event"].endswith("crashed") and "at" in line:
        _tell(
            Crash(
                line["event"],
                str(line.get("error", "")),
                str(line["at"]),
                str(line.get("route", "")),
                str(line.get("request_id", "")),
            )
        )
    return line
