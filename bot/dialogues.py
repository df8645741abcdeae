"""Where a dialogue stands: in this process alone, for a while, of so many users at most."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

LIFETIME = 600.0
"""Seconds in which a dialogue's question may be answered."""

MOST = 10_000
"""Dialogues at a time; one more ends the one that waited longest."""


@dataclass(slots=True)
class _Dialogue:
    at: float
    state: str | None = None
    data: dict[str, Any] = field(default_factory=dict)


class Dialogues(BaseStorage):
    """aiogram's storage of states: those that were left end by themselves."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._dialogues: OrderedDict[StorageKey, _Dialogue] = OrderedDict()

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Put the next question, or with None end the dialogue."""
        name = state.state if isinstance(state, State) else state
        if name is None:
            self._dialogues.pop(key, None)
        else:
            self._touched(key).state = name

    async def get_state(self, key: StorageKey) -> str | None:
        """Return which question is open."""
        dialogue = self._open(key)
        return dialogue.state if dialogue else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember what was answered so far."""
        if data:
            self._touched(key).data = dict(data)
        elif key in self._dialogues:
            self._dialogues[key].data = {}

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what was answered so far."""
        dialogue = self._open(key)
        return dict(dialogue.data) if dialogue else {}

    def lapsed(self, key: StorageKey) -> bool:
        """Return, once, whether a question waited for its answer too long."""
        if key not in self._dialogues or self._open(key):
            return False
        return self._dialogues.pop(key).state is not None

    async def close(self) -> None:
        """Forget them all."""
        self._dialogues.clear()

    def _open(self, key: StorageKey) -> _Dialogue | None:
        dialogue = self._dialogues.get(key)
        return dialogue if dialogue and self._now() < dialogue.at + LIFETIME else None

    def _touched(self, key: StorageKey) -> _Dialogue:
        dialogue = self._open(key) or _Dialogue(self._now())
        dialogue.at = self._now()
        self._dialogues[key] = dialogue
        self._dialogues.move_to_end(key)
        if len(self._dialogues) > MOST:
            self._dialogues.popitem(last=False)
        return dialogue
