"""What others would write: the same read, passed on by the barest proxies.

`python -m bench.peers NAME UPSTREAM_URL` prints its port. They check no session, keep no tokens,
validate nothing.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

import aiohttp
import fastapi
import httpx
import uvicorn
import uvloop
from aiohttp import web

PREFIX = "/api/partner/c2s"


def _listening() -> socket.socket:
    sock = socket.create_server(("127.0.0.1", 0), backlog=512)
    sys.stdout.write(f"{sock.getsockname()[1]}\n")
    sys.stdout.flush()
    return sock


async def bare_aiohttp(upstream: str) -> None:
    """Pass requests on with an aiohttp server and an aiohttp client."""
    async with aiohttp.ClientSession() as client:

        async def proxy(request: web.Request) -> web.Response:
            path = request.path.removeprefix("/api")
            async with client.get(f"{upstream}{PREFIX}{path}") as answer:
                return web.Response(body=await answer.read(), content_type="application/json")

        app = web.Application()
        app.router.add_get("/{path:.*}", proxy)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.SockSite(runner, _listening()).start()
        await asyncio.Event().wait()


def _fastapi(upstream: str, *, use_httpx: bool) -> fastapi.FastAPI:
    @asynccontextmanager
    async def lifespan(app: fastapi.FastAPI) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as session, httpx.AsyncClient() as client:
            app.state.session, app.state.client = session, client
            yield

    app = fastapi.FastAPI(lifespan=lifespan)

    async def by_aiohttp(path: str) -> fastapi.Response:
        async with app.state.session.get(f"{upstream}{PREFIX}/{path}") as answer:
            return fastapi.Response(await answer.read(), media_type="application/json")

    async def by_httpx(path: str) -> fastapi.Response:
        answer = await app.state.client.get(f"{upstream}{PREFIX}/{path}")
        return fastapi.Response(answer.content, media_type="application/json")

    app.add_api_route("/api/{path:path}", by_httpx if use_httpx else by_aiohttp)
    return app


async def fastapi_aiohttp(upstream: str) -> None:
    """Pass requests on with FastAPI and an aiohttp client, as `pip install uvicorn` serves them."""
    await _uvicorn(_fastapi(upstream, use_httpx=False), "h11")


async def fastapi_aiohttp_httptools(upstream: str) -> None:
    """Do the same, served by uvicorn's faster, optional parser."""
    await _uvicorn(_fastapi(upstream, use_httpx=False), "httptools")


async def fastapi_httpx(upstream: str) -> None:
    """Pass requests on with FastAPI and httpx."""
    await _uvicorn(_fastapi(upstream, use_httpx=True), "h11")


async def _uvicorn(app: fastapi.FastAPI, http: Literal["h11", "httptools"]) -> None:
    config = uvicorn.Config(app, http=http, log_level="warning", access_log=False)
    await uvicorn.Server(config).serve(sockets=[_listening()])


PEERS = {
    peer.__name__: peer
    for peer in (bare_aiohttp, fastapi_aiohttp, fastapi_aiohttp_httptools, fastapi_httpx)
}

if __name__ == "__main__":
    uvloop.run(PEERS[sys.argv[1]](sys.argv[2]))
