"""/api/miners: the caller's miners with their figures."""

from __future__ import annotations

from aiohttp import web

from webapp import reading
from webapp.answers import answer, answer_long
from webapp.keys import CALLER, SERVICES
from webapp.shapes.miners import KnownMinerShape, MinersQuery, MinersShape


async def index(request: web.Request) -> web.Response:
    """Answer with a page of the caller's miners, sorted."""
    asked = reading.query(request, MinersQuery)
    page = await request.app[SERVICES].miners.page(
        request[CALLER].user, asked.sort, asked.limit, asked.offset
    )
    return await answer_long(lambda: MinersShape.of(page))  # up to 999 of them


async def show(request: web.Request) -> web.Response:
    """Answer with one of the caller's miners."""
    number = reading.number(request, "id")
    return answer(
        KnownMinerShape.of(await request.app[SERVICES].miners.one(request[CALLER].user, number))
    )
