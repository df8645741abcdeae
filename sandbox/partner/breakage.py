"""The ways a partner can break on the wire, each a caller has to live with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.partner.options import Fault
from sandbox.partner.refusal import refusal
from sandbox.partner.wire import to_json

MAX_STALL_S = 60
TICK_S = 0.1
FLOOD_CHUNKS = 48
CHUNK = b"x" * 65_536


async def play(fault: Fault, request: web.Request) -> web.StreamResponse:
    """Answer *request* in the given wrong way."""
    if isinstance(fault, str):
        return await WAYS[fault](request)
    body = to_json(refusal(fault, "the sandbox was told to fail"))
    headers = {"Retry-After": "1"} if fault in {429, 503} else None
    return web.Response(body=body, status=fault, headers=headers, content_type="application/json")


async def cut(request: web.Request) -> web.StreamResponse:
    """Close the connection; what is returned reaches the journal only."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


async def _html(_: web.Request) -> web.StreamResponse:
    page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
    return web.Response(text=page, status=502, content_type="text/html")


async def _garbage(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b'{"data":{"array":[{"id":', content_type="application/json")


async def _shape(_: web.Request) -> web.StreamResponse:
    return web.Response(body=b'{"data":{"surprise":true}}', content_type="application/json")


async def _redirect(_: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/_log"})


async def _flood(request: web.Request) -> web.StreamResponse:
    response = await _begun(request, b'{"data":{"payload":"')
    for _ in range(FLOOD_CHUNKS):
        await response.write(CHUNK)
    await response.write(b'"}}')
    return response


async def _stall(request: web.Request) -> web.StreamResponse:
    await _begun(request, b'{"data":')
    for _ in range(int(MAX_STALL_S / TICK_S)):
        if request.transport is None:  # the caller gave up
            break
        await asyncio.sleep(TICK_S)
    return await cut(request)


async def _begun(request: web.Request, start: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(start)
    return response


LOST = "lost"

WAYS: dict[str, Callable[[web.Request], Awaitable[web.StreamResponse]]] = {
    "drop": cut,
    LOST: cut,
    "stall": _stall,
    "html": _html,
    "garbage": _garbage,
    "shape": _shape,
    "flood": _flood,
    "redirect": _redirect,
}
"""Cut instead of answering; cut after the request was carried out; begin an answer and never end
it; a 502 page; half a JSON object; JSON of another shape; 3 MB of JSON; a redirect.
"""
