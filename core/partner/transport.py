"""Reaching the partner over HTTP: connections kept for a while, limits on their number and time."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Mapping
from functools import cached_property, lru_cache
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from core.errors import PartnerTimeoutError, PartnerUnreachableError, RequestError
from core.partner.connection import MAX_BODY, Connection, Reply

__all__ = ["MAX_BODY", "Http", "Reply", "exchange", "open_http"]

MAX_IN_FLIGHT = 500
CONNECT_SHARE = 0.3
"""Of the time for an exchange, at most this goes to connecting."""
IDLE = 4.0
"""Seconds; less than the five after which a Node server closes a connection, unannounced."""
COMMON = "User-Agent: gomining-mini-app\r\nAccept-Encoding: gzip\r\n"


class Origin(NamedTuple):
    """Where to connect to."""

    host: str
    port: int
    is_secure: bool
    name: str
    """As it stands in the Host header."""


class Http:
    """The connections to one partner; closed when its block ends.

    One exchange takes at most *timeout* seconds, from the wait for a free connection to the last
    byte of the body.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._slots = asyncio.Semaphore(MAX_IN_FLIGHT)
        self._idle: list[tuple[Origin, Connection]] = []
        self._is_closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_closed = True
        while self._idle:
            self._idle.pop()[1].close()

    async def ask(self, origin: Origin, request: bytes) -> Reply:
        """Return the reply to a written *request*."""
        late_at = asyncio.get_running_loop().time() + self._timeout
        await self._take_slot(late_at)
        try:
            connection = self._kept(origin) or await self._connected(origin, late_at)
            reply = await connection.ask(request, late_at)
        finally:
            self._slots.release()
        self._keep(origin, connection)
        return reply

    async def _take_slot(self, late_at: float) -> None:
        if not self._slots.locked():
            await self._slots.acquire()  # at once
            return
        try:
            async with asyncio.timeout_at(late_at):
                await self._slots.acquire()
        except TimeoutError:
            raise PartnerTimeoutError("no free connection") from None

    def _kept(self, origin: Origin) -> Connection | None:
        """Return the connection used last, if it is fresh enough to be open on both sides."""
        oldest = asyncio.get_running_loop().time() - IDLE
        while self._idle:
            of, connection = self._idle.pop()
            if of == origin and connection.is_open and connection.idle_since > oldest:
                return connection
            connection.close()
        return None

    def _keep(self, origin: Origin, connection: Connection) -> None:
        if self._is_closed:
            connection.close()
        elif connection.is_open:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.append((origin, connection))

    async def _connected(self, origin: Origin, late_at: float) -> Connection:
        if self._is_closed:
            raise PartnerUnreachableError("the client is closed")
        loop = asyncio.get_running_loop()
        share_over_at = loop.time() + self._timeout * CONNECT_SHARE
        try:
            async with asyncio.timeout_at(min(share_over_at, late_at)):
                _, connection = await loop.create_connection(
                    Connection,
                    origin.host,
                    origin.port,
                    ssl=self._tls if origin.is_secure else None,
                )
        except TimeoutError:
            raise PartnerUnreachableError("connecting took past its deadline") from None
        except (OSError, UnicodeError) as error:
            raise PartnerUnreachableError(_why(error)) from None
        return connection

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def open_http(timeout: float) -> Http:
    """Return the connections, to be entered: they are closed at the end."""
    return Http(timeout)


async def exchange(
    http: Http, method: str, url: str, headers: Mapping[str, str], body: str | None
) -> Reply:
    """Return the reply to one request, whatever its status.

    Raises `PartnerUnreachableError`, `PartnerTimeoutError`, or `PartnerBrokenError` for what is no
    HTTP or too long. Redirects are not followed: they would carry the tokens elsewhere.
    """
    at = url.find("/", len("https://"))
    origin = _origin(url[:at])
    return await http.ask(origin, _written(method, url[at:], origin.name, headers, body))


@lru_cache(maxsize=8)
def _origin(url: str) -> Origin:
    parts = urlsplit(url)
    is_secure = parts.scheme == "https"
    return Origin(
        parts.hostname or "", parts.port or (443 if is_secure else 80), is_secure, parts.netloc
    )


def _written(
    method: str, path: str, host: str, headers: Mapping[str, str], body: str | None
) -> bytes:
    content = b"" if body is None else body.encode()
    length = "" if body is None else f"Content-Length: {len(content)}\r\n"
    shown = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    head = f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{COMMON}{length}{shown}\r\n"
    # One line per header and no more, or a value would be read as headers of its own.
    lines = 5 + len(headers) + (body is not None)
    if not head.isascii() or head.count("\n") != lines or head.count("\r") != lines:
        raise RequestError("a header or an address that cannot be sent") from None
    return head.encode() + content


def _why(error: OSError | UnicodeError) -> str:
    """Say why connecting failed; the error's own text would quote the address."""
    if isinstance(error, (socket.gaierror, UnicodeError)):
        return "the host's name is not known"
    if isinstance(error, ssl.SSLError):
        return f"TLS: {error.reason}"
    return os.strerror(error.errno) if error.errno else type(error).__name__
