"""Where crashes and traces are sent in tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from aiohttp.test_utils import TestServer

WITHIN = 20.0


@dataclass
class Sink:
    """Takes whatever comes and remembers it, headers included."""

    port: int = 0
    came: list[tuple[str, bytes]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def first(self) -> bytes:
        """Return the first body that came, or will."""
        async with asyncio.timeout(WITHIN):
            await self.arrived.wait()
        return self.came[0][1]

    @property
    def everything(self) -> str:
        """All that came, to look for what should not have."""
        return "\n".join(f"{head}\n{body.decode(errors='replace')}" for head, body in self.came)


@asynccontextmanager
async def running_sink() -> AsyncIterator[Sink]:
    """Run one while the block lasts."""
    sink = Sink()

    async def take(request: web.Request) -> web.Response:
        sink.came.append((f"{request.path} {dict(request.headers)}", await request.read()))
        sink.arrived.set()
        return web.json_response({})

    app = web.Application(client_max_size=2**24)
    app.router.add_route("*", "/{path:.*}", take)
    async with TestServer(app, host="127.0.0.1") as server:
        sink.port = server.port or 0
        yield sink
