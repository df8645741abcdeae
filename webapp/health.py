"""For load balancers: is the process alive, can it work."""

from __future__ import annotations

from aiohttp import web

from webapp.keys import SERVICES

OK = b'{"status":"ok"}'


async def alive(_: web.Request) -> web.Response:
    """Answer as long as the process runs."""
    return web.Response(body=OK, content_type="application/json")


async def ready(request: web.Request) -> web.Response:
    """Answer when the store does."""
    await request.app[SERVICES].store.ready()
    return web.Response(body=OK, content_type="application/json")
