"""Where a dialogue stands: for a while, of so many users at most, in this process or for all."""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from core.model import UserId
from core.shared import Shared

LIFETIME = 600.0
"""Seconds in which a dialogue's question may be answered."""

REMEMBERED = 86_400.0
"""Seconds after which nobody is told any more that an answer came too late, where all share it."""

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

    async def lapsed(self, key: StorageKey) -> bool:
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


class SharedDialogues(Dialogues):
    """A dialogue goes on at whichever replica its next answer comes to.

    While Redis is down it is kept in this process; one that began before is lost then, which its
    user is told as of any other.
    """

    def __init__(self, shared: Shared, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(now)
        self._shared = shared

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Put the next question, or with None end the dialogue."""
        name = state.state if isinstance(state, State) else state
        if name is None:
            await super().set_state(key)
            await self._shared.forget(UserId(key.user_id), _what(key))
        elif await self._keep(key, name, await self.get_data(key)):
            await super().set_state(key)
        else:
            await super().set_state(key, name)

    async def get_state(self, key: StorageKey) -> str | None:
        """Return which question is open."""
        found = await self._found(key)
        if found is None:
            return await super().get_state(key)
        return found.state if found.is_open else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Remember what was answered so far."""
        state = await self.get_state(key)
        if not data and state is None:
            return
        if await self._keep(key, state, data):
            await super().set_state(key)
        else:
            await super().set_data(key, data)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Return what was answered so far."""
        found = await self._found(key)
        if found is None:
            return await super().get_data(key)
        return found.data if found.is_open else {}

    async def lapsed(self, key: StorageKey) -> bool:
        """Return, once, whether a question waited for its answer too long."""
        found = await self._found(key)
        if found is None or found.is_open:
            return await super().lapsed(key)
        await self._shared.forget(UserId(key.user_id), _what(key))
        return found.state is not None

    async def _keep(self, key: StorageKey, state: str | None, data: Mapping[str, Any]) -> bool:
        said = json.dumps({"state": state, "data": dict(data)}).encode()
        return await self._shared.keep(UserId(key.user_id), _what(key), said, REMEMBERED)

    async def _found(self, key: StorageKey) -> _Found | None:
        kept = await self._shared.find(UserId(key.user_id), _what(key))
        if kept is None:
            return None
        said = json.loads(kept.value)
        return _Found(said["state"], said["data"], kept.left > REMEMBERED - LIFETIME)


class _Found(NamedTuple):
    state: str | None
    data: dict[str, Any]
    is_open: bool


def _what(key: StorageKey) -> str:
    of = (key.bot_id, key.chat_id, key.thread_id, key.business_connection_id, key.destiny)
    return " ".join(map(str, ("dialogue", *of)))
