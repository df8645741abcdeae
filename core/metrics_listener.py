"""`GET /metrics` for Prometheus, on a listener of its own: never on the public port.

A few lines of HTTP/1.1, because a web server's worth of code would come with each library that
has one: one request a connection, and a limit on everything.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import structlog
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, REGISTRY, CollectorRegistry, generate_latest

from core import tally
from core.errors import SettingsError
from core.settings import Settings

WITHIN = 5.0
"""Seconds for a whole visit, from connecting to the last byte of the answer."""
SETTLE_SECONDS = 1.0
"""How old the figures of another process may be."""
AT_ONCE = 8
"""Visitors at a time; one more is turned away."""
MAX_HEAD = 8 * 1024

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shared:
    """What several processes count together: the folder of their figures, and one socket."""

    folder: Path
    listener: socket.socket


@asynccontextmanager
async def serving_metrics(
    settings: Settings, shared: Shared | None = None, *, within: float = WITHIN
) -> AsyncIterator[str | None]:
    """Serve the figures while the block lasts, and yield the address; None without METRICS_PORT.

    With *shared* any of the processes answers, with the sum of all. A port that cannot be had
    raises `SettingsError`. *within* is in seconds.
    """
    if shared is None and settings.metrics_port is None:
        yield None
        return
    visits = _Visits(_sum_in(shared.folder) if shared else _own, within)
    server = await _listening(visits, settings, shared)
    address = "http://{}:{}/metrics".format(*server.sockets[0].getsockname()[:2])
    if shared is None:
        log.info("serving_metrics", address=address)
    async with server:
        settling = shared and asyncio.ensure_future(_settle_steadily())
        try:
            yield address
        finally:
            if settling:
                settling.cancel()
                tally.settle()


async def _settle_steadily() -> None:
    """Let the others tell what this process has counted."""
    while True:
        tally.settle()
        await asyncio.sleep(SETTLE_SECONDS)


async def _listening(
    visits: _Visits, settings: Settings, shared: Shared | None
) -> asyncio.base_events.Server:
    if shared is not None:
        return await asyncio.start_server(visits.receive, sock=shared.listener, limit=MAX_HEAD)
    host, port = settings.metrics_host, settings.metrics_port
    try:
        return await asyncio.start_server(visits.receive, host, port, limit=MAX_HEAD)
    except OSError as error:
        raise SettingsError(
            f"METRICS_HOST, METRICS_PORT: cannot listen on {host}:{port}: {error.strerror}"
        ) from error


def _own() -> bytes:
    return generate_latest(REGISTRY)


def _sum_in(folder: Path) -> Callable[[], bytes]:
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415  # few need it

    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))  # type: ignore[no-untyped-call]  # it has no types
    return lambda: generate_latest(registry)


class _Visits:
    def __init__(self, figures: Callable[[], bytes], within: float) -> None:
        self._figures = figures
        self._within = within
        self._under_way = 0

    async def receive(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        self._under_way += 1
        try:
            if self._under_way <= AT_ONCE:
                async with asyncio.timeout(self._within):
                    await self._answer(reader, writer)
        except TimeoutError:
            writer.transport.abort()
        except (OSError, EOFError):
            pass  # they hung up
        finally:
            self._under_way -= 1
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            status, body = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, b""
        else:
            status, body = await self._judge(head)
        writer.write(
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {CONTENT_TYPE_PLAIN_0_0_4}"
            f"\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
        )
        writer.write(body)
        await writer.drain()
        writer.write_eof()
        await reader.read(1)  # what was sent arrives before the end does

    async def _judge(self, head: bytes) -> tuple[HTTPStatus, bytes]:
        method, _, rest = head.partition(b" ")
        if rest.partition(b" ")[0].partition(b"?")[0] != b"/metrics":
            return HTTPStatus.NOT_FOUND, b""
        if method != b"GET":
            return HTTPStatus.METHOD_NOT_ALLOWED, b""
        tally.settle()
        try:
            return HTTPStatus.OK, await asyncio.to_thread(self._figures)
        except Exception as error:  # noqa: BLE001  # another process may just be making a file
            log.warning("metrics_unreadable", error=type(error).__name__)
            return HTTPStatus.SERVICE_UNAVAILABLE, b""
