"""A line to a bridge: one request whose answer does not end.

Over sockets of our own, as the partner's connections are: a line costs a few kilobytes, and
closing it closes its socket at once, in whatever state it is.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlsplit

import httptools

from core.errors import BridgeError
from core.ton_connect.events import Event, Events, TooLongError

READ_BYTES = 16_384
MAX_HEAD = 16_384
"""Bytes before the first event."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient we are with a bridge; all in seconds.

    A line must stand within `connecting`, and counts as dead after `silence` without as much as a
    heartbeat. Between two lines we wait from `first`, doubled each time, up to `longest`; a line
    that stood for `steady` begins anew with `first`. After `patience` without a line it is down.
    """

    connecting: float = 10.0
    silence: float = 45.0
    first: float = 0.5
    longest: float = 30.0
    steady: float = 10.0
    patience: float = 60.0


class Line:
    """An answer that goes on; see `open_line`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, silence: float
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._silence = silence
        self._parser = httptools.HttpResponseParser(self)
        self._events = Events()
        self._body = bytearray()
        self._head_bytes = 0
        self._status: int | None = None
        self._is_over = False

    async def ask(self, url: str) -> None:
        """Send the request and wait for the answer to begin."""
        parts = urlsplit(url)
        head = (
            f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            "User-Agent: gomining-mini-app\r\nAccept: text/event-stream\r\n\r\n"
        )
        self._writer.write(head.encode())
        while self._status is None:
            await self._receive()
            if self._head_bytes > MAX_HEAD:
                raise BridgeError("the headers do not end")
        if self._status != HTTPStatus.OK:
            raise BridgeError(f"status {self._status}")

    async def events(self) -> list[Event]:
        """Return what came next, which is nothing for a heartbeat; `BridgeError` at the end."""
        if not self._body:
            try:
                async with asyncio.timeout(self._silence):
                    await self._receive()
            except TimeoutError:
                raise BridgeError("the line fell silent") from None
            except OSError as error:
                raise BridgeError(type(error).__name__) from None
        part, self._body = bytes(self._body), bytearray()
        try:
            return self._events.feed(part)
        except TooLongError:
            raise BridgeError("an event that does not end") from None

    async def _receive(self) -> None:
        part = b"" if self._is_over else await self._reader.read(READ_BYTES)
        if not part:
            raise BridgeError("the line ended")
        if self._status is None:
            self._head_bytes += len(part)
        try:
            self._parser.feed_data(part)
        except httptools.HttpParserError:
            raise BridgeError("what came is no HTTP") from None

    def on_headers_complete(self) -> None:
        """Know how the bridge answers."""
        self._status = self._parser.get_status_code()

    def on_body(self, part: bytes) -> None:
        """Keep what came until it is asked for."""
        self._body += part

    def on_message_complete(self) -> None:
        """Know that nothing more will come."""
        self._is_over = True


@asynccontextmanager
async def open_line(url: str, pace: Pace) -> AsyncIterator[Line]:
    """Yield a line to *url*, which stands; its socket is closed when the block ends.

    Whatever the network does is a `BridgeError`.
    """
    async with AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(pace.connecting):
                line = await _connected(url, pace, stack)
                await line.ask(url)
        except TimeoutError:
            raise BridgeError("no line in time") from None
        except (OSError, UnicodeError) as error:
            raise BridgeError(type(error).__name__) from None
        yield line


async def _connected(url: str, pace: Pace, stack: AsyncExitStack) -> Line:
    parts = urlsplit(url)
    is_secure = parts.scheme == "https"
    reader, writer = await asyncio.open_connection(
        parts.hostname,
        parts.port or (443 if is_secure else 80),
        ssl=_tls() if is_secure else None,
        limit=READ_BYTES,
    )
    stack.callback(writer.transport.abort)
    return Line(reader, writer, pace.silence)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
