"""What happened to a bot, kept until it was told: by asking, or at its webhook."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sandbox.telegram.bot_api.refusal import bad, conflict

MAX_WAITING = 100_000
"""Updates; past it the oldest are forgotten, as Telegram forgets those of yesterday."""

ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that only a bot which names them is told."""

TAKEN_OVER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
HOOKED = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
    "webhook first"
)

Update = dict[str, Any]


class Bell:
    """Wakes whoever waits for something to change."""

    def __init__(self) -> None:
        self.count = 0
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who waits."""
        self.count += 1
        self._rung.set()
        self._rung = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after *seconds* without one."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go by themselves, and what goes along."""

    url: str
    secret: str
    at_once: int


class Updates:
    """The updates of one bot, oldest first; each waits until the bot confirms it."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.webhook: Webhook | None = None
        self.fault: tuple[float, str] | None = None
        """When the webhook last failed, in epoch seconds, and how."""
        self.kinds: list[str] = []
        self._waiting: OrderedDict[int, Update] = OrderedDict()
        self._last = 0
        self._turn = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, what: dict[str, Any]) -> None:
        """Keep something for the bot, unless it does not want to know of such things."""
        if kind not in self.kinds if self.kinds else kind in ON_REQUEST:
            return
        self._last += 1
        self._waiting[self._last] = {"update_id": self._last, kind: what}
        if len(self._waiting) > MAX_WAITING:
            self._waiting.popitem(last=False)
        self.bell.ring()

    def since(self, offset: int, limit: int) -> list[Update]:
        """Return the next updates from *offset* on and forget those before; negative: from the end.

        Source: core.telegram.org/bots/api#getupdates.
        """
        if offset < 0:
            offset = next(iter(list(self._waiting)[offset:]), 0)
        for number in [number for number in self._waiting if number < offset]:
            del self._waiting[number]
        return list(self._waiting.values())[:limit]

    def waiting(self) -> list[Update]:
        """Return everything that waits."""
        return list(self._waiting.values())

    def confirm(self, number: int) -> None:
        """Forget an update: the bot has it."""
        self._waiting.pop(number, None)

    def drop(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    async def ask(self, *, offset: int, limit: int, seconds: float) -> list[Update]:
        """Return updates as soon as there are any; a later request takes the turn of this one."""
        if self.webhook is not None:
            raise conflict(HOOKED)
        self._turn += 1
        turn, loop = self._turn, asyncio.get_running_loop()
        self.bell.ring()  # whoever waited before learns that it lost its turn
        until = loop.time() + seconds
        while not (found := self.since(offset, limit)) and (left := until - loop.time()) > 0:
            await self.bell.wait(left)
            if self.webhook is not None:
                raise conflict("terminated by setWebhook request")
            if turn != self._turn:
                raise conflict(TAKEN_OVER)
        return found

    def hook(self, webhook: Webhook | None) -> None:
        """Have updates go to a webhook from here on, or wait to be asked for."""
        if webhook is not None and not webhook.url.startswith(("https://", "http://127.0.0.1:")):
            raise bad("bad webhook: an HTTPS URL must be provided for webhook")
        self.webhook, self.fault = webhook, None
        self.bell.ring()
