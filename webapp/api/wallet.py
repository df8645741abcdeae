"""/api/wallet: the BTC addresses that income is paid out to."""

from __future__ import annotations

from aiohttp import web

from webapp import reading
from webapp.answers import pass_on
from webapp.keys import CALLER, SERVICES
from webapp.shapes.payouts import BindBtc


async def find_by_user(request: web.Request) -> web.Response:
    """Answer with a page of the caller's bound addresses."""
    page = reading.page(request)
    return pass_on(await request.app[SERVICES].payouts.wallets(request[CALLER].user, page))


async def create_btc(request: web.Request) -> web.Response:
    """Bind an address, in its canonical form."""
    asked = await reading.body(request, BindBtc)
    return pass_on(await request.app[SERVICES].payouts.bind(request[CALLER].user, asked.address))
