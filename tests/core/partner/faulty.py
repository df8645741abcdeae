"""A partner that misbehaves below HTTP: a socket that plays one scripted reaction a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from pydantic import SecretStr

from core.partner import PartnerClient, open_http
from core.partner.door import Time

KEY = "the-key"
SECRET = "123a6fd0-f542-46dc-a91b-627146deb6c9"
JWT = SecretStr("the.users.jwt")

Reaction = Callable[[asyncio.StreamWriter, asyncio.Event], Awaitable[None]]


@dataclass(frozen=True)
class Seen:
    """A request as it arrived; header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: str


@dataclass
class FaultyPartner:
    """Plays its script in order, the last reaction for ever; remembers what it was asked."""

    script: list[Reaction]
    seen: list[Seen] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        line, *fields = head.rstrip().split("\r\n")
        headers = {name.lower(): value for name, value in (f.split(": ", 1) for f in fields)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        method, target, _ = line.split(" ")
        self.seen.append(Seen(method, target, headers, body.decode()))
        self.arrived.set()
        await self.script[min(len(self.seen), len(self.script)) - 1](writer, self._over)

    def __post_init__(self) -> None:
        self.arrived = asyncio.Event()
        self._over = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.ensure_future(self._connection(reader, writer))
        self._connections.add(connection)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self.serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the caller hung up, which some tests are about
        finally:
            writer.close()

    async def close(self) -> None:
        self._over.set()
        await asyncio.gather(*self._connections)


@asynccontextmanager
async def faulty_partner(*script: Reaction) -> AsyncIterator[FaultyPartner]:
    partner = FaultyPartner(list(script))
    server = await asyncio.start_server(partner.connected, "127.0.0.1", 0)
    partner.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield partner
    finally:
        server.close()
        await partner.close()


@dataclass
class FakeTime:
    """A clock that ticks when it is read, sleep that only takes notes, chance without any."""

    at: float = 1_790_000_000.0
    tick: float = 0.0
    slept: list[float] = field(default_factory=list)
    passed: float = 0.0
    """Seconds by the clock that nobody sets."""

    def now(self) -> float:
        self.at += self.tick
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def time(self) -> Time:
        return Time(self.now, self.sleep, lambda: 0.5, lambda: self.passed)


@asynccontextmanager
async def client_of(
    url: str,
    time: FakeTime | None = None,
    *,
    key: str = KEY,
    secret: str = SECRET,
    recv_window: int | None = None,
    deadline: float = 5.0,
) -> AsyncIterator[PartnerClient]:
    async with open_http(deadline) as http:
        yield PartnerClient(
            http,
            url=url,
            api_key=SecretStr(key),
            api_secret=SecretStr(secret),
            timeout=deadline,
            recv_window=recv_window,
            time=(time or FakeTime()).time(),
        )


@asynccontextmanager
async def meeting(
    *script: Reaction,
    time: FakeTime | None = None,
    key: str = KEY,
    secret: str = SECRET,
    recv_window: int | None = None,
    deadline: float = 5.0,
) -> AsyncIterator[tuple[PartnerClient, FaultyPartner]]:
    """Yield a client and the partner it will meet."""
    async with AsyncExitStack() as stack:
        partner = await stack.enter_async_context(faulty_partner(*script))
        client = client_of(
            partner.url,
            time,
            key=key,
            secret=secret,
            recv_window=recv_window,
            deadline=deadline,
        )
        yield await stack.enter_async_context(client), partner


def raw(*parts: bytes, pause: float = 0.0) -> Reaction:
    """Return a reaction that writes these bytes and hangs up."""

    async def write(writer: asyncio.StreamWriter, _: asyncio.Event) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)

    return write


def answer(status: int, body: bytes = b"", **headers: str) -> Reaction:
    """Return a reaction that is proper HTTP."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = {"Content-Length": str(len(body)), "Connection": "close"} | named
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return raw(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode("latin-1") + body)


def said(status: int, told: object, **headers: str) -> Reaction:
    """Return a reaction that answers with JSON."""
    return answer(status, json.dumps(told).encode(), **headers)


def stalled(start: bytes = b"") -> Reaction:
    """Return a reaction that begins an answer and never ends it."""

    async def write(writer: asyncio.StreamWriter, over: asyncio.Event) -> None:
        writer.write(start)
        await over.wait()

    return write


async def endless(writer: asyncio.StreamWriter, _: asyncio.Event) -> None:
    """Answer with a body that goes on for as long as somebody reads it."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"%x\r\n%s\r\n" % (65_536, b" " * 65_536)
    while not writer.is_closing():
        writer.write(chunk)
        await writer.drain()


async def reset(writer: asyncio.StreamWriter, _: asyncio.Event) -> None:
    """Cut the connection without a word."""
    writer.transport.abort()
