"""A TON Connect bridge: letters for a session, over a line that is drawn again when it breaks.

Written here because pytonconnect's gateway opens a broken line again at once, without end and
without a pause, and holds an HTTP client of its own for each chat.
Source: TON Connect, "HTTP Bridge".
"""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

import structlog

from core.errors import BridgeError
from core.partner.transport import Http, exchange
from core.ton_connect.apps import fetched
from core.ton_connect.events import Event
from core.ton_connect.line import Line, Pace, open_line

TTL = 300
"""Seconds for which a bridge keeps our letter; longer ones are refused."""

CLIENT_ID = re.compile(r"[0-9a-f]{64}")
LETTER_ID = re.compile(r"[\x21-\x7e]{1,64}")

T = TypeVar("T")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Letter:
    """A sealed message and the public key of who sent it."""

    sender: str
    message: str


class Bridge:
    """The bridge at one address."""

    def __init__(self, url: str, http: Http, pace: Pace) -> None:
        self._url = url.rstrip("/")
        self._http = http
        self._pace = pace

    async def listen(self, client_id: str, hear: Callable[[Letter], T | None]) -> T:
        """Hand the letters for *client_id* to *hear* until it makes something of one: return that.

        A letter is handed over once. `BridgeError` when no line stands for `Pace.patience`.
        """
        return await _Listening(self._url, client_id, hear, self._pace).until_heard()

    async def post(self, sender: str, receiver: str, message: str, topic: str) -> None:
        """Leave a letter for *receiver*; `BridgeError` when the bridge does not take it."""
        query = {"client_id": sender, "to": receiver, "ttl": TTL, "topic": topic}
        url = f"{self._url}/message?{urlencode(query)}"
        await fetched(exchange(self._http, "POST", url, {"Content-Type": "text/plain"}, message))


class _Listening(Generic[T]):
    """One session's ear at a bridge."""

    def __init__(
        self,
        url: str,
        client_id: str,
        hear: Callable[[Letter], T | None],
        pace: Pace,
    ) -> None:
        self._url = url
        self._client_id = client_id
        self._hear = hear
        self._pace = pace
        self._seen = ""
        self._failures = 0
        self._clock = asyncio.get_running_loop().time
        self._stood_at = self._clock()
        """When there was a line for the last time."""

    async def until_heard(self) -> T:
        while True:
            opened_at: float | None = None
            try:
                async with open_line(self._asked(), self._pace) as line:
                    opened_at = self._clock()
                    return await self._heard(line)
            except BridgeError as error:
                await self._recover(error, opened_at)

    async def _heard(self, line: Line) -> T:
        while True:
            for event in await line.events():
                letter = _letter(event)
                if LETTER_ID.fullmatch(event.id):
                    self._seen = event.id
                if letter is not None and (made := self._hear(letter)) is not None:
                    return made

    async def _recover(self, error: BridgeError, opened_at: float | None) -> None:
        now = self._clock()
        if opened_at is not None:
            self._stood_at = now
            if now - opened_at >= self._pace.steady:
                self._failures = 0
        left = self._stood_at + self._pace.patience - now
        if left <= 0:
            raise error
        pause = min(self._pace.first * 2**self._failures, self._pace.longest)
        self._failures += 1
        log.info("bridge_line_lost", why=str(error), failures=self._failures)
        # Jitter: a bridge that comes back is not met by all its lines at once.
        await asyncio.sleep(min(pause * random.uniform(0.5, 1.0), left))  # noqa: S311  # no secret

    def _asked(self) -> str:
        query = {"client_id": self._client_id}
        if self._seen:
            query["last_event_id"] = self._seen
        return f"{self._url}/events?{urlencode(query)}"


def _letter(event: Event) -> Letter | None:
    """Return the letter that an event holds; None for a heartbeat, or what is no letter."""
    if event.kind != "message" or event.data == "heartbeat":
        return None
    try:
        read = json.loads(event.data)
        sender, message = read["from"], read["message"]
    except (ValueError, TypeError, LookupError, RecursionError):
        sender = message = None
    if not (isinstance(sender, str) and CLIENT_ID.fullmatch(sender) and isinstance(message, str)):
        log.info("bridge_letter_unreadable")
        return None
    return Letter(sender, message)
