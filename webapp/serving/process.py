"""One process that serves, from its first connection to its last answer."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from aiohttp import web

from core.metrics_listener import serving_metrics
from core.runtime import open_services
from core.settings import Settings
from webapp.app import make_app
from webapp.keys import SERVICES, STOPPING
from webapp.serving.connections import Connections, Limits
from webapp.serving.lanes import BACKLOG, address_of, open_lanes

FINISH_WITHIN = 20.0
"""Seconds for the requests under way when nobody is listened to any more."""
LINGER = 75.0
"""Seconds a worker that another has replaced waits for its idle connections: a proxy that keeps
them closes them before."""
FILES_ASIDE = 256
"""File descriptors for whatever is no client's connection."""

log = structlog.get_logger()


class Site:
    """The application and who listens for it."""

    def __init__(self, connections: Connections, stopping: asyncio.Event) -> None:
        self._connections = connections
        self._stopping = stopping
        self._listening: dict[int, asyncio.AbstractServer] = {}

    async def accept(self, lane: socket.socket, number: int = 0) -> None:
        """Accept from *lane*, too; it stays open when `leave` is told its number."""
        if number not in self._listening:
            self._listening[number] = await asyncio.get_running_loop().create_server(
                self._connections, sock=lane.dup(), backlog=BACKLOG
            )

    def leave(self, number: int) -> None:
        """Accept no more from that lane; what waits in it waits for another."""
        if number in self._listening:
            self._listening.pop(number).close()

    async def drain(self, seconds: float, hurry: asyncio.Event) -> None:
        """Serve for *seconds* more, while /readyz sends whoever asks it elsewhere, and leave.

        Every answer closes its connection, so that none is left by the time they are all closed:
        a request on its way to a connection that just ends would be lost.
        """
        self._stopping.set()
        self._connections.parting = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await hurry.wait()
        self.leave_all()

    async def retire(self, hurry: asyncio.Event, linger: float = LINGER) -> None:
        """Leave to others what comes, and wait until each client has been told by an answer.

        /readyz says nothing of it, since whoever asks the others at this address is served.
        """
        self._connections.parting = True
        self.leave_all()
        with suppress(TimeoutError):
            async with asyncio.timeout(linger):
                while self._connections and not hurry.is_set():  # noqa: ASYNC110  # either of two
                    await asyncio.sleep(0.05)

    def leave_all(self) -> None:
        """Accept no more from anywhere."""
        for number in list(self._listening):
            self.leave(number)


@asynccontextmanager
async def open_site(settings: Settings, limits: Limits | None = None) -> AsyncIterator[Site]:
    """Open the application; at the end its requests are finished and all is closed."""
    app = make_app(settings, open_services(settings))
    if settings.bot_webhook_url:
        # Here alone one door opens the other: importing aiogram takes 165 MiB.
        from bot.webhook import add_webhook  # noqa: PLC0415

        add_webhook(app, settings, lambda: app[SERVICES])
    runner = web.AppRunner(app, shutdown_timeout=1.0)  # `finish` has waited by then
    await runner.setup()
    try:
        assert runner.server is not None  # noqa: S101  # it is there after `setup`
        connections = Connections(runner.server, limits or Limits(connections=_room()))
        site = Site(connections, app[STOPPING])
        async with connections.watched():
            try:
                yield site
            finally:
                site.leave_all()
                await connections.finish(FINISH_WITHIN)
    finally:
        await runner.cleanup()


def _room() -> int:
    """Return how many connections may be kept, and take all file descriptors that we may have."""
    wanted = Limits().connections
    try:
        import resource  # noqa: PLC0415  # there is none for Windows
    except ImportError:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted + FILES_ASIDE
    if soft < most:
        soft = min(most, hard) if hard != resource.RLIM_INFINITY else most
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(1, min(wanted, soft - FILES_ASIDE))


async def serve_alone(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; a second one ends the draining."""
    [lane] = open_lanes(settings.host, settings.port)
    with lane:
        async with serving_metrics(settings), open_site(settings) as site:
            await site.accept(lane)
            stop, hurry = asked_to_stop()
            log.info("listening", address=address_of(lane), public=settings.public_url)
            settle()
            await stop.wait()
            log.info("stopping", drain=settings.drain_seconds)
            lane.close()
            await site.drain(settings.drain_seconds, hurry)


def settle() -> None:
    """Let what is there now stay: sparing it from every collection shortens the pauses.

    The garbage of a start stays with it, half a megabyte: to look for it took a twelfth of the
    start.
    """
    gc.freeze()
    gc.enable()  # a start goes without


def asked_to_stop() -> tuple[asyncio.Event, asyncio.Event]:
    """Return what the first and the second of SIGINT and SIGTERM set."""
    stop, hurry = asyncio.Event(), asyncio.Event()

    def hear() -> None:
        (hurry if stop.is_set() else stop).set()

    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, hear)
    return stop, hurry


def run(serving: Coroutine[Any, Any, None]) -> None:
    """Run *serving* on the fast event loop where there is one."""
    try:
        import uvloop  # noqa: PLC0415  # there is none for Windows
    except ImportError:
        factory = None
    else:
        factory = uvloop.Loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(serving)
