"""The partner's c2s reads under our own roof: validated, then the partner's own bytes."""

from __future__ import annotations

from aiohttp import web

from webapp import reading
from webapp.answers import pass_on
from webapp.keys import CALLER, SERVICES


async def miners(request: web.Request) -> web.Response:
    """Answer with a page of the caller's miners."""
    page = reading.page(request)
    return pass_on(await request.app[SERVICES].portfolio.miners(request[CALLER].user, page))


async def collections(request: web.Request) -> web.Response:
    """Answer with the collections on offer."""
    return pass_on(await request.app[SERVICES].portfolio.collections(request[CALLER].user))


async def income_per_th(request: web.Request) -> web.Response:
    """Answer with the income per TH, at most a minute old while the partner is up."""
    aged = await request.app[SERVICES].market.income_per_th(request[CALLER].user)
    return pass_on(aged.answer, age=aged.age)


async def total_income(request: web.Request) -> web.Response:
    """Answer with the caller's total and latest income."""
    return pass_on(await request.app[SERVICES].portfolio.total_income(request[CALLER].user))


async def incomes(request: web.Request) -> web.Response:
    """Answer with a page of the caller's daily incomes."""
    page = reading.page(request)
    return pass_on(await request.app[SERVICES].portfolio.incomes(request[CALLER].user, page))
