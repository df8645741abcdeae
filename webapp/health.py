"""For load balancers: is the process alive, can it work."""

from __future__ import annotations

from aiohttp import web

from webapp.keys import SERVICES, STOPPING

OK = b'{"status":"ok"}'
OK_WITHOUT_REDIS = b'{"status":"ok","redis":"away"}'


async def alive(_: web.Request) -> web.Response:
    """Answer as long as the process runs."""
    return web.Response(body=OK, content_type="application/json")


async def ready(request: web.Request) -> web.Response:
    """Answer when the store does, until asked to stop; Redis is only told of: nothing needs it."""
    if request.app[STOPPING].is_set():
        raise web.HTTPServiceUnavailable
    services = request.app[SERVICES]
    await services.store.ready()
    body = OK_WITHOUT_REDIS if services.replicas.is_down else OK
    return web.Response(body=body, content_type="application/json")
