"""What a client may keep a process from: each connection has limits, and all of them one.

aiohttp holds a connection to its keep-alive timeout, a header to its size and a body to the
application's. What it leaves open is here: a head that never ends, the bytes of all headers
together, an answer that nobody reads, and the number of connections.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web

from core import metrics
from webapp.app import MAX_HEADER

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """In seconds and bytes."""

    connections: int = 4096
    """In one process; 6 kB each while idle, measured."""
    idle: float = 75.0
    """Without a request; longer than proxies keep theirs, so that they are the ones to close."""
    head: float = 10.0
    """From the first byte of a request to the end of its headers."""
    head_size: int = 32 * 1024
    """All headers together."""
    silent: float = 120.0
    """Without a byte from a client whose request is being answered, or who does not read."""
    busy: float = 30.0
    """A request that takes longer may be given up where there is no room."""
    lingering: float = 2.0
    """For the rest of a body that was not read, so that the client sees the answer."""
    sweep: float = 1.0
    """How often all connections are looked at."""


class Connection(web.RequestHandler):
    """aiohttp's connection, watched."""

    __slots__ = ("_head_size", "_house", "_is_broken", "_wire", "head_began", "heard_at")

    def __init__(self, server: web.Server, house: Connections, **given: Any) -> None:  # noqa: ANN401  # aiohttp's own
        super().__init__(server, **given)
        self._house = house
        self._head_size = 0
        self._is_broken = False
        self._wire: asyncio.Transport | None = None
        self.head_began: float | None = None
        self.heard_at = self._loop.time()

    @property
    def awaits_head(self) -> bool:
        """Whether no request is being read, answered or waiting."""
        # Before the first request the waiter may not be there yet.
        waiting = self._waiter is not None or not self._request_count
        return waiting and not self._messages

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Join those who are there; somebody may have to leave for it."""
        super().connection_made(transport)
        self._wire = self.transport
        self._house.came(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Be no longer counted."""
        self._house.gone(self)
        self._wire = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Note when it was heard from, and how much of a head there is without its end."""
        if self._is_broken:
            return  # else aiohttp makes an error of each piece, several times its size
        super().data_received(data)
        self._is_broken = self._was_no_request()
        if not data:
            return  # aiohttp asks itself to go on with what it has
        self.heard_at = self._loop.time()
        if not self.awaits_head:
            self.head_began, self._head_size = None, 0
            return
        self.head_began = self.head_began or self.heard_at
        self._head_size += len(data)
        if self._head_size > self._house.limits.head_size:
            self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "large_head")

    def _was_no_request(self) -> bool:
        """Return whether what came last is no HTTP: it is answered, and then the end.

        The error and its traceback hold each other and up to a megabyte that came. Freed only
        when garbage is next collected, a few hundred of them would be more than there is.
        """
        if not self._messages:
            return False
        error = getattr(self._messages[-1][0], "exc", None)
        if isinstance(error, Exception):
            error.__traceback__ = None
        return error is not None

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Answer; while the process leaves, the client is told to come back on another one."""
        if self._house.parting:
            resp.force_close()
        return await super().finish_response(request, resp, start_time)

    def refuse(self, status: HTTPStatus, reason: str) -> None:
        """Answer what is no request yet, and close."""
        metrics.CONNECTIONS_CLOSED.labels(reason).inc()
        if self.transport is not None:
            head = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
            self.transport.write(f"{head}Connection: close\r\nContent-Length: 0\r\n\r\n".encode())
        self.force_close()

    def abort(self, reason: str) -> None:
        """Close at once, whatever is still to be sent."""
        metrics.CONNECTIONS_CLOSED.labels(reason).inc()
        self.force_close()
        if self._wire is not None:
            self._wire.abort()


class Connections:
    """All connections of the process; makes them, as asyncio's protocol factory."""

    def __init__(self, server: web.Server, limits: Limits) -> None:
        self.limits = limits
        self.parting = False
        """Whether each answer is the last on its connection."""
        self._server = server
        self._loop = asyncio.get_running_loop()
        self._open: set[Connection] = set()
        self._turned_away = 0

    def __len__(self) -> int:
        return len(self._open)

    def __call__(self) -> Connection:
        """Return a protocol for a connection that was just accepted."""
        return Connection(
            self._server,
            self,
            loop=self._loop,
            access_log=None,
            max_field_size=MAX_HEADER,
            keepalive_timeout=self.limits.idle,
            lingering_time=self.limits.lingering,
        )

    def came(self, connection: Connection) -> None:
        """Count one more; where that is one too many, those silent for longest make room."""
        self._open.add(connection)
        if len(self._open) > self.limits.connections:
            # Several at a time, so that they are not looked through for each newcomer.
            room = self._spare(connection)[: 1 + self.limits.connections // 20]
            for leaving in room or [connection]:
                leaving.abort("crowded")
            self._turned_away += len(room) or 1

    def gone(self, connection: Connection) -> None:
        """Count one less."""
        self._open.discard(connection)

    async def finish(self, within: float) -> None:
        """Close the idle, and wait *within* seconds for the requests under way.

        aiohttp would do so at the end, but then reads no more of a body that is still arriving.
        """
        self.parting = True
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._open:
                    await asyncio.sleep(0.01)  # what has arrived is read before any is closed
                    for one in tuple(self._open):
                        if one.awaits_head:
                            one.force_close()

    def _spare(self, newcomer: Connection) -> list[Connection]:
        """Return who may be closed, longest silent first: the idle before the slow."""
        old = self._loop.time() - self.limits.busy
        others = self._open - {newcomer}
        spare = [one for one in others if one.awaits_head or one.heard_at < old]
        return sorted(spare, key=lambda one: (not one.awaits_head, one.heard_at))

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Hold them to their times while the block lasts."""
        watching = asyncio.ensure_future(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self.limits.sweep)
            self._sweep(self._loop.time())

    def _sweep(self, now: float) -> None:
        for one in tuple(self._open):
            if one.head_began is not None and now - one.head_began > self.limits.head:
                one.head_began = None
                one.refuse(HTTPStatus.REQUEST_TIMEOUT, "slow_head")
            elif now - one.heard_at > self.limits.silent:
                one.abort("silent")
        metrics.CONNECTIONS.set(len(self._open))
        if self._turned_away:
            log.warning("connections_crowded", closed=self._turned_away, open=len(self._open))
            self._turned_away = 0
