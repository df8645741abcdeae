"""What a bridge keeps: letters nobody but their receiver can open, until they expire.

A letter stays after it was delivered: a receiver who comes back says which one they saw last.
Source: TON Connect, "HTTP Bridge".
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NewType

ClientId = NewType("ClientId", str)
"""A session's X25519 public key, 64 hexadecimal digits."""

MAX_CLIENTS = 1_000
MAX_LETTERS = 64
"""Letters waiting for one client."""
MAX_LISTENERS = 200


class FullError(Exception):
    """The bridge holds as much as it may; try again later."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it travels; `id` grows over all letters, `expires` is in epoch seconds."""

    id: int
    sender: ClientId
    message: str
    expires: float


@dataclass(frozen=True, slots=True, eq=False)
class Listener:
    """Somebody on the line for *clients*; `bell` rings when there may be a letter."""

    clients: frozenset[ClientId]
    bell: asyncio.Event = field(default_factory=asyncio.Event)


class Mailboxes:
    """Every client's letters, and who is on the line for them."""

    def __init__(self) -> None:
        self._letters: dict[ClientId, deque[Letter]] = {}
        self._listeners: set[Listener] = set()
        self._last_id = 0

    def post(
        self, sender: ClientId, receiver: ClientId, message: str, *, ttl: float, now: float
    ) -> Letter:
        """Keep a letter for *ttl* seconds and ring for its receiver; `FullError` if it cannot."""
        self._forget_expired(now)
        box = self._letters.get(receiver)
        if len(self._letters) >= MAX_CLIENTS if box is None else len(box) >= MAX_LETTERS:
            raise FullError
        # By the clock, so that what a browser remembers of an earlier run is older than all of it.
        self._last_id = max(self._last_id + 1, int(now * 1e6))
        letter = Letter(self._last_id, sender, message, now + ttl)
        self._letters.setdefault(receiver, deque()).append(letter)
        for listener in self._listeners:
            if receiver in listener.clients:
                listener.bell.set()
        return letter

    def letters(self, clients: Iterable[ClientId], *, after: int, now: float) -> list[Letter]:
        """Return what came for *clients* after the letter numbered *after*, oldest first."""
        self._forget_expired(now)
        found = [letter for client in clients for letter in self._letters.get(client, ())]
        return sorted(
            (letter for letter in found if letter.id > after), key=lambda letter: letter.id
        )

    @contextmanager
    def listening(self, clients: frozenset[ClientId]) -> Iterator[Listener]:
        """Be on the line for *clients* while the block lasts; `FullError` if too many are."""
        if len(self._listeners) >= MAX_LISTENERS:
            raise FullError
        listener = Listener(clients)
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    def ring_all(self) -> None:
        """Have every listener look up."""
        for listener in self._listeners:
            listener.bell.set()

    def _forget_expired(self, now: float) -> None:
        for client, box in list(self._letters.items()):
            kept = deque(letter for letter in box if letter.expires > now)
            if kept:
                self._letters[client] = kept
            else:
                del self._letters[client]
