"""Somebody who means no good, in a process of their own and at another address.

`python -m tests.chaos.attacker` reads an `Order` as a line of JSON, says `begun` when the attack is
in full swing, and at its end prints how often each thing was answered, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import cycle
from urllib.parse import urlsplit

ADDRESS = "127.0.0.66"
LOGINS_A_SECOND = 1000
FLOOD = 64 * 1024
CONNECTING = 50
"""At the same time: more would only fill the queue of those not accepted yet."""


@dataclass(frozen=True)
class Order:
    """Do *attack* with so many connections at a time, for so many seconds."""

    attack: str
    url: str
    connections: int
    seconds: float
    token: str
    """A session: everybody who uses Telegram can have one."""
    init_data: tuple[str, ...]

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


class Attack:
    """What the connections share."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.seen: Counter[str] = Counter()
        self.token = f"Authorization: Bearer {order.token}\r\n".encode()
        self.init_data = cycle(order.init_data)
        self._connecting = asyncio.Semaphore(CONNECTING)
        parts = urlsplit(order.url)
        self._at = (parts.hostname, parts.port)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with self._connecting:
            streams = await asyncio.open_connection(*self._at, local_addr=(ADDRESS, 0))
        self.seen["connected"] += 1
        return streams

    async def answered(self, reader: asyncio.StreamReader) -> None:
        """Read an answer and count its status."""
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length or 0))
        self.seen[head.split(b" ", 2)[1].decode()] += 1


Way = Callable[[Attack], Awaitable[None]]


async def idle(attack: Attack) -> None:
    """Connect and say nothing."""
    reader, writer = await attack.connect()
    try:
        await reader.read()
    finally:
        writer.close()


async def slow(attack: Attack) -> None:
    """Send a head that never ends, a line at a time."""
    reader, writer = await attack.connect()
    try:
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        while not reader.at_eof():
            writer.write(b"X-More: to come\r\n")
            await writer.drain()
            await asyncio.sleep(0.5)
    finally:
        writer.close()


async def slow_body(attack: Attack) -> None:
    """Send a body a byte at a time."""
    reader, writer = await attack.connect()
    head = b"POST /api/forecast HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n"
    try:
        writer.write(head + attack.token + b"\r\n")
        while not reader.at_eof():
            writer.write(b"[")
            await writer.drain()
            await asyncio.sleep(0.5)
    finally:
        writer.close()


async def headers(attack: Attack) -> None:
    """Send far longer headers than anybody takes."""
    await _flood(attack, b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ", b"x" * FLOOD)


async def many_headers(attack: Attack) -> None:
    """Send far more headers than anybody takes."""
    await _flood(attack, b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"X-A: b\r\n" * (FLOOD // 8))


async def bodies(attack: Attack) -> None:
    """Send a body without an end."""
    head = b"POST /api/forecast HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
    chunk = b"%x\r\n%s\r\n" % (FLOOD, b" " * FLOOD)
    await _flood(attack, head + attack.token + b"\r\n", chunk)


async def _flood(attack: Attack, beginning: bytes, more: bytes) -> None:
    reader, writer = await attack.connect()
    answer = asyncio.ensure_future(attack.answered(reader))
    try:
        writer.write(beginning)
        while not answer.done() and not writer.is_closing():
            writer.write(more)
            async with asyncio.timeout(1):
                await writer.drain()
            await asyncio.sleep(0)
        await answer
    finally:
        answer.cancel()
        writer.close()


async def deep(attack: Attack) -> None:
    """Send JSON that is nothing but nested."""
    reader, writer = await attack.connect()
    body = b'{"a":[' * 10_000
    head = b"POST /api/forecast HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % len(body)
    try:
        while True:
            writer.write(head + attack.token + b"\r\n" + body)
            await attack.answered(reader)
    finally:
        writer.close()


async def logins(attack: Attack) -> None:
    """Open the app again and again, a thousand times a second in all."""
    reader, writer = await attack.connect()
    loop = asyncio.get_running_loop()
    turn = loop.time()
    try:
        while True:
            turn += attack.order.connections / LOGINS_A_SECOND
            await asyncio.sleep(turn - loop.time())
            sealed = next(attack.init_data).encode()
            head = b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
            writer.write(head + b"Authorization: tma " + sealed + b"\r\n\r\n")
            await attack.answered(reader)
    finally:
        writer.close()


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (idle, slow, slow_body, headers, many_headers, bodies, deep, logins)
}


async def _again_and_again(way: Way, attack: Attack) -> None:
    while True:
        try:
            await way(attack)
            attack.seen["closed"] += 1
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            attack.seen["cut"] += 1
        await asyncio.sleep(0.01)


async def main() -> None:
    order = Order(**json.loads(sys.stdin.readline()))
    attack = Attack(order)
    attacking = [
        asyncio.ensure_future(_again_and_again(WAYS[order.attack], attack))
        for _ in range(order.connections)
    ]
    with suppress(TimeoutError):
        async with asyncio.timeout(60):
            while attack.seen["connected"] < order.connections:  # noqa: ASYNC110  # a mere script
                await asyncio.sleep(0.01)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    await asyncio.sleep(order.seconds)
    for each in attacking:
        each.cancel()
    await asyncio.gather(*attacking, return_exceptions=True)
    sys.stdout.write(json.dumps(attack.seen) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
