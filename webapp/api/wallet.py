"""/api/wallet: the BTC addresses that income is paid out to."""

from __future__ import annotations

from aiohttp import web

from webapp import reading
from webapp.answers import answer, pass_on
from webapp.keys import CALLER, SERVICES
from webapp.shapes.envelope import Array
from webapp.shapes.payouts import BoundBtc, CheckedBtc, GivenBtc


async def find_by_user(request: web.Request) -> web.Response:
    """Answer with a page of the caller's bound addresses."""
    page = reading.page(request)
    return pass_on(await request.app[SERVICES].payouts.wallets(request[CALLER].user, page))


async def show(request: web.Request) -> web.Response:
    """Answer with the caller's bound addresses and what kind each is of."""
    bound = await request.app[SERVICES].payouts.bound(request[CALLER].user)
    return answer(Array[BoundBtc](array=[BoundBtc.of(address) for address in bound]))


async def check_btc(request: web.Request) -> web.Response:
    """Answer with the address to confirm before it is bound, or with what is wrong with it."""
    asked = await reading.body(request, GivenBtc)
    return answer(CheckedBtc.of(await request.app[SERVICES].payouts.check(asked.address)))


async def create_btc(request: web.Request) -> web.Response:
    """Bind an address, in its canonical form."""
    asked = await reading.body(request, GivenBtc)
    return pass_on(await request.app[SERVICES].payouts.bind(request[CALLER].user, asked.address))
