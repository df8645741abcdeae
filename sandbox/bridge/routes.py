"""The bridge's two routes: a stream of letters, and a slot to post one.

Source: TON Connect, "HTTP Bridge"; what it says of errors is what the reference bridge answers.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.bridge.mailboxes import ClientId, FullError, Letter, Listener, Mailboxes

PATH = "/bridge"
MAX_TTL = 300
"""Seconds a letter may wait; longer ones are refused."""
MAX_MESSAGE = 65_536
MAX_CLIENTS_A_STREAM = 10
HEARTBEAT_SECONDS = 5.0
HEARTBEAT = b"event: heartbeat\n\n"

_CLIENT_ID = re.compile(r"[0-9a-f]{64}")
_ANYWHERE = {"Access-Control-Allow-Origin": "*"}
_STREAM = _ANYWHERE | {"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class BridgeRoutes:
    """The routes of one bridge, under `PATH`; it forgets everything with its process."""

    mailboxes: Mailboxes = field(default_factory=Mailboxes)
    now: Callable[[], float] = time.time
    heartbeat: float = HEARTBEAT_SECONDS
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def add_to(self, app: web.Application) -> None:
        """Serve the bridge; its streams end when *app* shuts down."""
        app.router.add_get(f"{PATH}/events", self.events)
        app.router.add_post(f"{PATH}/message", self.message)
        app.on_shutdown.append(self._close)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Stream the letters of every `client_id`, those after `last_event_id` first."""
        asked = request.query.get("client_id", "").split(",")
        # A browser reconnecting by itself repeats the address, and tells in the header what it saw.
        after = request.headers.get("Last-Event-ID") or request.query.get("last_event_id") or "0"
        if len(asked) > MAX_CLIENTS_A_STREAM or not all(map(_CLIENT_ID.fullmatch, asked)):
            return _refusal(400, "client_id should be one to ten public keys in hexadecimal")
        if not re.fullmatch(r"[0-9]{1,19}", after):
            return _refusal(400, "last_event_id should be a number")
        try:
            with self.mailboxes.listening(frozenset(map(ClientId, asked))) as listener:
                return await self._stream(request, listener, int(after))
        except FullError:
            return _refusal(429, "too many listeners")

    async def message(self, request: web.Request) -> web.Response:
        """Take a letter: the body goes from `client_id` to `to` and waits `ttl` seconds at most."""
        query = request.query
        sender, receiver = query.get("client_id", ""), query.get("to", "")
        if not (_CLIENT_ID.fullmatch(sender) and _CLIENT_ID.fullmatch(receiver)):
            return _refusal(400, "client_id and to should be public keys in hexadecimal")
        ttl = query.get("ttl", "")
        if not re.fullmatch(r"[0-9]{1,6}", ttl) or not 0 < int(ttl) <= MAX_TTL:
            return _refusal(400, f"ttl should be 1 to {MAX_TTL} seconds")
        message = await request.text()
        if not 0 < len(message) <= MAX_MESSAGE:
            return _refusal(400, f"the message should have 1 to {MAX_MESSAGE} characters")
        try:
            self.mailboxes.post(
                ClientId(sender), ClientId(receiver), message, ttl=int(ttl), now=self.now()
            )
        except FullError:
            return _refusal(429, "too many messages are waiting")
        return web.json_response({"message": "OK", "statusCode": 200}, headers=_ANYWHERE)

    async def _stream(
        self, request: web.Request, listener: Listener, after: int
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers=_STREAM)
        await response.prepare(request)
        # After this the listener may hang up at any time; what they missed waits for them.
        with suppress(ConnectionResetError):
            await response.write(HEARTBEAT)
            while not self.closing.is_set():
                after = await self._deliver(response, listener, after)
        return response

    async def _deliver(self, response: web.StreamResponse, listener: Listener, after: int) -> int:
        listener.bell.clear()
        for letter in self.mailboxes.letters(listener.clients, after=after, now=self.now()):
            await response.write(_event(letter))
            after = letter.id
        try:
            await asyncio.wait_for(listener.bell.wait(), self.heartbeat)
        except TimeoutError:
            await response.write(HEARTBEAT)
        return after

    async def _close(self, _: web.Application) -> None:
        self.closing.set()
        self.mailboxes.ring_all()


def _event(letter: Letter) -> bytes:
    data = json.dumps({"from": letter.sender, "message": letter.message})
    return f"id: {letter.id}\nevent: message\ndata: {data}\n\n".encode()


def _refusal(status: int, message: str) -> web.Response:
    told = {"message": message, "statusCode": status}
    return web.json_response(told, status=status, headers=_ANYWHERE)
