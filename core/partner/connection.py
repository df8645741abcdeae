"""One connection to the partner: a request, its answer, the next request.

Written by hand around a C parser because it is most of what a read costs: a client with threads
of its own hands every answer over to ours, and that took longer than all the rest.
Source: RFC 9112.
"""

from __future__ import annotations

import asyncio
import zlib
from dataclasses import dataclass
from http import HTTPStatus

import httptools

from core.errors import (
    PartnerBrokenError,
    PartnerError,
    PartnerTimeoutError,
    PartnerUnreachableError,
)

MAX_BODY = 2_000_000
"""Bytes, packed and unpacked."""
MAX_HEAD = 65_536
"""Bytes of status line and headers."""
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


@dataclass(slots=True)
class Reply:
    """What came back, unjudged."""

    status: int
    body: bytes
    date: str | None
    retry_after: str | None


class Connection(asyncio.Protocol):
    """Carries one request at a time; whatever goes wrong ends it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Reply] | None = None
        self._parser = httptools.HttpResponseParser(self)
        self.idle_since = 0.0
        self._expect_answer()

    @property
    def is_open(self) -> bool:
        """Return whether another request can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, request: bytes, late_at: float) -> Reply:
        """Send a whole *request* and return the reply; a caller who hangs up closes.

        At *late_at*, by the loop's clock, it is a `PartnerTimeoutError`: a timer alone, since
        `asyncio.timeout` took a twentieth of a whole read.
        """
        if self._transport is None:
            raise PartnerUnreachableError("the connection is closed")
        self._answer = self._loop.create_future()
        timer = self._loop.call_at(late_at, self._expire)
        self._expect_answer()
        self._transport.write(request)
        try:
            return await self._answer
        except BaseException:
            self.close()
            raise
        finally:
            timer.cancel()

    def close(self) -> None:
        """End the connection at once."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = transport  # type: ignore[assignment]  # a stream socket's

    def connection_lost(self, exc: Exception | None) -> None:
        """End what is under way, as an answer where the end of the connection is its end."""
        self._transport = None
        if exc is None and self._ends_with_connection:
            self.on_message_complete()
        else:
            self._fail(PartnerUnreachableError("the connection broke off"))

    def data_received(self, data: bytes) -> None:
        """Take in a part of the answer; anything nobody asked for ends the connection."""
        if self._answer is None or self._answer.done():
            self.close()
            return
        self._received += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._fail(PartnerBrokenError("another protocol"))
        except httptools.HttpParserError:
            self._fail(PartnerBrokenError("what came is no HTTP"))
        else:
            if not self._in_body and self._received > MAX_HEAD:
                self._fail(PartnerBrokenError(f"more than {MAX_HEAD} bytes of headers"))

    def on_message_begin(self) -> None:
        """End the connection where an unasked answer begins: it would pass for the next one."""
        if self._answer is None or self._answer.done():
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self._headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        """Know how the body will end."""
        self._in_body = True
        self._ends_with_connection = (
            b"content-length" not in self._headers and b"transfer-encoding" not in self._headers
        )

    def on_body(self, part: bytes) -> None:
        """Keep a part of the body, up to the cap."""
        self._size += len(part)
        if self._size > MAX_BODY:
            status = self._parser.get_status_code()
            self._fail(PartnerBrokenError(f"status {status} with more than {MAX_BODY} bytes"))
            return
        self._parts.append(part)

    def on_message_complete(self) -> None:
        """Give the answer to who waits for it."""
        status = self._parser.get_status_code()
        if status < HTTPStatus.OK:
            self._expect_answer()  # 1xx: the answer proper is still to come
            return
        if not self._parser.should_keep_alive() and self._transport is not None:
            self._transport.close()
        try:
            body = self._unpacked(b"".join(self._parts))
        except PartnerError as error:
            self._fail(error)
            return
        if self._answer is not None and not self._answer.done():
            date, retry_after = self._header(b"date"), self._header(b"retry-after")
            self._answer.set_result(Reply(status, body, date, retry_after))

    def _expect_answer(self) -> None:
        self._headers: dict[bytes, bytes] = {}
        self._parts: list[bytes] = []
        self._size = self._received = 0
        self._in_body = self._ends_with_connection = False

    def _expire(self) -> None:
        self._fail(PartnerTimeoutError("no answer in time"))

    def _fail(self, error: PartnerError) -> None:
        self.close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    def _header(self, name: bytes) -> str | None:
        value = self._headers.get(name)
        return value.decode() if value is not None and value.isascii() else None

    def _unpacked(self, body: bytes) -> bytes:
        encoding = self._headers.get(b"content-encoding", b"identity").lower()
        if encoding == b"identity":
            return body
        unpacker = zlib.decompressobj(GZIP_OR_ZLIB)
        try:
            unpacked = unpacker.decompress(body, MAX_BODY + 1)
        except zlib.error:
            raise PartnerBrokenError("the body does not unpack") from None
        if len(unpacked) > MAX_BODY:
            status = self._parser.get_status_code()
            raise PartnerBrokenError(f"status {status} with more than {MAX_BODY} bytes")
        if not unpacker.eof:
            raise PartnerBrokenError("the packed body is cut short")
        return unpacked
