"""/api/offers: the collections on offer."""

from __future__ import annotations

from aiohttp import web

from webapp.answers import answer
from webapp.keys import CALLER, SERVICES
from webapp.shapes.offers import OffersShape


async def show(request: web.Request) -> web.Response:
    """Answer with every collection, its cost per TH and its payback."""
    return answer(OffersShape.of(await request.app[SERVICES].offers.of(request[CALLER].user)))
