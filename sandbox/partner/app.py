"""The partner as an aiohttp application, and a way to have it running for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web
from aiohttp.typedefs import Middleware

from sandbox.partner.backstage import backstage_routes
from sandbox.partner.breakage import LOST, cut, play
from sandbox.partner.desk import Desk
from sandbox.partner.faults import Faults
from sandbox.partner.gate import admit
from sandbox.partner.journal import Entry, Journal
from sandbox.partner.operations import OPERATIONS, PREFIX, Operation
from sandbox.partner.options import PartnerOptions
from sandbox.partner.refusal import RefusedError, refusal
from sandbox.partner.wire import to_json

MAX_BODY = 64 * 1024
ENTRY = web.RequestKey("entry", Entry)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def make_partner(
    options: PartnerOptions, *, now: Callable[[], datetime] = _utc_now
) -> web.Application:
    """Return the whole document as a server; `ValueError` when the options make no sense.

    *now* is its clock, which its `Date` header shows too.
    """
    desk = Desk(options, now)
    faults, journal = Faults(options, (each.name for each in OPERATIONS)), Journal()
    app = web.Application(client_max_size=MAX_BODY, middlewares=[_presenting(journal, now)])
    for operation in OPERATIONS:
        app.router.add_route(operation.method, operation.path, _serve(operation, desk, faults))
    app.add_routes(backstage_routes(faults, journal))
    return app


def _serve(operation: Operation, desk: Desk, faults: Faults) -> Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        entry = request[ENTRY]
        entry.operation = operation.name
        fault = faults.next(operation.name)
        if faults.latency:
            await asyncio.sleep(faults.latency)
        if fault is not None and fault != LOST:
            return await play(fault, request)
        ask = await admit(request, operation, desk, desk.now())
        entry.who = ask.user or None
        body = to_json({"data": operation.answer(desk, ask)})
        if fault is not None:
            return await cut(request)
        return web.Response(body=body, content_type="application/json")

    return handler


def _presenting(journal: Journal, now: Callable[[], datetime]) -> Middleware:
    """Keep the journal, give every refusal its body and every answer the partner's own time."""

    @web.middleware
    async def present(request: web.Request, handler: Handler) -> web.StreamResponse:
        seen = request.path.startswith(PREFIX)
        entry = request[ENTRY] = journal.begin(request, now(), keep=seen)
        try:
            response = await handler(request)
        except RefusedError as error:
            response = _refuse(error.status, error.message)
        except web.HTTPException as error:
            response = _refuse(error.status)
        entry.status = response.status
        response.headers["Date"] = format_datetime(now(), usegmt=True)
        return response

    return present


def _refuse(status: int, message: str | None = None) -> web.Response:
    body = to_json(refusal(status, message))
    return web.Response(body=body, status=status, content_type="application/json")


@asynccontextmanager
async def running_partner(
    options: PartnerOptions,
    *,
    now: Callable[[], datetime] = _utc_now,
    host: str = "127.0.0.1",
    port: int = 0,
) -> AsyncIterator[str]:
    """Serve the partner while the block runs; yield its address, without a trailing slash."""
    runner = web.AppRunner(make_partner(options, now=now), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield site.name
    finally:
        await runner.cleanup()
