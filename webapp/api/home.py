"""/api/home: the first screen in one answer."""

from __future__ import annotations

from aiohttp import web

from webapp import reading
from webapp.answers import answer_long
from webapp.keys import CALLER, SERVICES
from webapp.shapes.home import HomeShape, LastDays


async def show(request: web.Request) -> web.Response:
    """Answer with power, rates, totals and earnings; what failed names its fault instead."""
    asked = reading.query(request, LastDays)
    screen = await request.app[SERVICES].home.of(request[CALLER].user, asked.count())
    return await answer_long(lambda: HomeShape.of(screen))  # all days may be thousands
