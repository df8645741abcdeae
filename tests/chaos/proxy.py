"""A TCP proxy that breaks on demand, to stand between a process and a part it talks to.

    async with running_proxy(target) as proxy:      # "http://127.0.0.1:1234" or "127.0.0.1:1234"
        async with running_web(tmp_path, PARTNER_API_URL=f"http://{proxy.address}") as web:
            proxy.fault = Fault(latency=0.5)     # everything half a second late, either way
            proxy.fault = SILENT                 # a black hole; what was sent arrives once it ends
            proxy.fault = RESETTING              # whoever sends is reset
            proxy.fault = Fault(answer_bytes=80) # each connection is reset after so much answer
            await proxy.refuse()                 # nobody listens any more
            proxy.cut()                          # what is open now is reset, new ones are served
            await proxy.heal()

It knows no protocol: partner, PostgreSQL, Redis and a wallet's bridge break alike. A fault holds
for open connections and new ones; counters go on across faults.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

PIECE = 65_536
REQUEST = b" HTTP/1.1\r\n"
RESET = struct.pack("ii", 1, 0)
"""For SO_LINGER: closing throws away what is unsent and says so, as a machine that broke does."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with every connection."""

    latency: float = 0.0
    """Seconds before a piece is passed on."""
    is_silent: bool = False
    resets: bool = False
    answer_bytes: int | None = None
    """After so many, counted from when the fault begins, a connection is reset."""


WELL = Fault()
SILENT = Fault(is_silent=True)
RESETTING = Fault(resets=True)

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Proxy:
    """Passes connections on to *target* (`host:port`), as well as its `fault` lets it."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target if "//" in target else f"//{target}")
        self._target = (parts.hostname or "", parts.port or 0)
        self._fault = WELL
        self._changed = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._port = 0
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self.accepted = 0
        """Connections made so far."""
        self.requests = 0
        """HTTP requests sent so far, if it is HTTP: those that no answer came to, too."""

    @property
    def address(self) -> str:
        """Where it listens, as `host:port`."""
        return f"127.0.0.1:{self._port}"

    @property
    def connections(self) -> int:
        """How many are open."""
        return len(self._open)

    @property
    def fault(self) -> Fault:
        """What goes wrong at present."""
        return self._fault

    @fault.setter
    def fault(self, fault: Fault) -> None:
        self._fault = fault
        self._changed.set()
        self._changed = asyncio.Event()

    async def listen(self) -> None:
        """Take connections, at the same address as before."""
        if self._server is None:
            self._server = await asyncio.start_server(
                self._accept, "127.0.0.1", self._port, backlog=1024
            )
            self._port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Take no connection, and reset those that are open."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.cut()

    async def heal(self) -> None:
        """Pass everything on again."""
        self.fault = WELL
        await self.listen()

    def cut(self) -> None:
        """Reset what is open."""
        for task in self._open:
            task.cancel()

    async def close(self) -> None:
        """End everything."""
        await self.refuse()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        task = asyncio.ensure_future(self._carry((reader, writer)))
        self._open[task] = writer
        task.add_done_callback(self._open.pop)

    async def _carry(self, client: Connection) -> None:
        server: Connection | None = None
        try:
            server = await asyncio.open_connection(*self._target)
            asking = asyncio.ensure_future(self._pass_on(client[0], server[1], answers=False))
            answering = asyncio.ensure_future(self._pass_on(server[0], client[1], answers=True))
            try:
                await asyncio.gather(asking, answering)
            finally:
                asking.cancel()
                answering.cancel()
        except (OSError, asyncio.CancelledError):
            for _, writer in filter(None, (client, server)):
                _reset(writer)
        finally:
            for _, writer in filter(None, (client, server)):
                writer.close()

    async def _pass_on(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        fault, passed = self._fault, 0
        while piece := await source.read(PIECE):
            if not answers:
                self.requests += piece.count(REQUEST)
            while self._fault.is_silent:
                await self._changed.wait()
            if fault is not self._fault:
                fault, passed = self._fault, 0
            if fault.resets:
                raise ConnectionResetError
            await asyncio.sleep(fault.latency)
            if answers and fault.answer_bytes is not None:
                piece = piece[: fault.answer_bytes - passed]
            sink.write(piece)
            await sink.drain()
            passed += len(piece)
            if answers and passed == fault.answer_bytes:
                await asyncio.sleep(0.01)  # a reset overtakes what was sent before it
                raise ConnectionResetError
        with suppress(OSError):
            sink.write_eof()


def _reset(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()


@asynccontextmanager
async def running_proxy(target: str) -> AsyncIterator[Proxy]:
    """Stand before *target* while the block lasts."""
    proxy = Proxy(target)
    await proxy.listen()
    try:
        yield proxy
    finally:
        await proxy.close()
