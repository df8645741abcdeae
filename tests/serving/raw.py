"""Clients that speak HTTP by hand: slowly, hugely, or not at all; and a site to speak to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.databases import sqlite_in
from tests.settings import settings
from webapp.serving.connections import Limits
from webapp.serving.lanes import open_lanes
from webapp.serving.process import Site, open_site

ASK = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@dataclass(frozen=True)
class Client:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, request: bytes = ASK) -> bytes:
        """Send a request and return the answer's head."""
        self.writer.write(request)
        async with asyncio.timeout(30):
            head = await self.reader.readuntil(b"\r\n\r\n")
            await self.reader.readexactly(_length(head))
        return head

    async def rest(self) -> bytes:
        """Return all that comes until the other side hangs up, by an end or a reset."""
        came = b""
        async with asyncio.timeout(30):
            with suppress(ConnectionError):
                while more := await self.reader.read(2**16):
                    came += more
        return came

    def close(self) -> None:
        self.writer.close()


def _length(head: bytes) -> int:
    lines = head.lower().split(b"\r\n")
    return next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))


@dataclass(frozen=True)
class Served:
    """A site on loopback."""

    site: Site
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def client(self) -> Client:
        return Client(*await asyncio.open_connection("127.0.0.1", self.port))


@asynccontextmanager
async def served(folder: Path, limits: Limits | None = None) -> AsyncIterator[Served]:
    """Serve the product from *folder* while the block lasts."""
    chosen = settings(database_url=sqlite_in(folder), partner_api_url="http://127.0.0.1:9")
    [lane] = open_lanes("127.0.0.1", 0)
    with lane:
        async with open_site(chosen, limits) as site:
            await site.accept(lane)
            yield Served(site, lane.getsockname()[1])
