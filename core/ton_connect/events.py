"""Server-sent events, out of the pieces in which they arrive.

Source: WHATWG HTML, "Server-sent events"; lines that end in a lone CR, which no bridge sends, are
not told apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MAX_EVENT = 131_072
"""Bytes; a bridge carries messages of up to 64 KiB, sealed and in base64."""


class TooLongError(ValueError):
    """An event that would not end."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a server sent: `id` is the last one it named, empty where it named none."""

    id: str
    kind: str
    data: str


class Events:
    """Puts the pieces of one stream together."""

    def __init__(self) -> None:
        self._rest = b""
        self._size = 0
        self._fields: dict[str, str] = {}
        self._data: list[str] = []

    def feed(self, part: bytes) -> list[Event]:
        """Return the events that *part* completes; `TooLongError` past `MAX_EVENT`."""
        *lines, self._rest = (self._rest + part).split(b"\n")
        events = list(self._completed(lines))
        if self._size + len(self._rest) > MAX_EVENT:
            raise TooLongError
        return events

    def _completed(self, lines: list[bytes]) -> Iterator[Event]:
        for line in lines:
            self._size += len(line)
            if self._size > MAX_EVENT:
                raise TooLongError
            if text := line.removesuffix(b"\r").decode(errors="replace"):
                self._take(text)
            else:
                yield from self._event()

    def _take(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name:  # a line that starts with a colon is a comment
            self._fields[name] = value

    def _event(self) -> Iterator[Event]:
        if self._data:
            kind = self._fields.get("event", "message")
            yield Event(self._fields.get("id", ""), kind, "\n".join(self._data))
        self._fields, self._data, self._size = {}, [], 0
