"""Two real processes, one database, one refresh token that works once."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from aiohttp.typedefs import Handler
from pydantic import SecretStr

from core.errors import PartnerUnauthorizedError
from core.model import TokenPair
from core.sealing import KeyRing
from core.store import open_store
from core.tokens import TokenKeeper
from tests.core.tokens.process import CALLS
from tests.core.tokens.rotating import ANNA, KEY, START, WALLET, RotatingPartner

PROCESSES = 2


@pytest.fixture
async def partner_server(partner: RotatingPartner) -> AsyncIterator[BaseTestServer]:
    """Serve the rotating partner over HTTP, to processes that it lets start together."""
    waiting = 0
    all_here = asyncio.Event()

    async def refresh(request: web.Request) -> web.Response:
        token = SecretStr(request.headers["token"])
        pair = await partner.renew(TokenPair(SecretStr(""), token))
        return web.Response(text=f"{pair.jwt.get_secret_value()} {pair.refresh.get_secret_value()}")

    async def ask(request: web.Request) -> web.Response:
        return web.Response(text=await partner.ask(SecretStr(request.headers["token"])))

    async def together(_: web.Request) -> web.Response:
        nonlocal waiting
        waiting += 1
        if waiting == PROCESSES:
            all_here.set()
        await all_here.wait()
        return web.Response()

    @web.middleware
    async def refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except PartnerUnauthorizedError:
            return web.Response(status=401)

    app = web.Application(middlewares=[refusals])
    app.add_routes([web.get("/refresh", refresh), web.get("/ask", ask)])
    app.add_routes([web.get("/together", together)])
    async with TestServer(app) as server:
        yield server


async def test_two_processes_with_an_expired_jwt_cost_one_refresh(
    database_url: str, partner: RotatingPartner, partner_server: BaseTestServer
) -> None:
    async with open_store(database_url) as store:
        keeper = TokenKeeper(store, KeyRing((KEY,)), partner.renew)
        await keeper.keep(ANNA, partner.sign_in(), WALLET, START)
    partner.expire()
    partner.slowness = 0.3
    module, partner_url = "tests.core.tokens.process", str(partner_server.make_url("/"))

    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, database_url, partner_url, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(PROCESSES)
    ]
    answered = [(await process.communicate())[0] for process in processes]

    assert answered == [str(CALLS).encode()] * PROCESSES
    assert (partner.refreshes, partner.refused_refreshes) == (1, 0)
