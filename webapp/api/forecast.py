"""/api/forecast: what miners would earn."""

from __future__ import annotations

from aiohttp import web

from webapp import reading
from webapp.answers import answer
from webapp.keys import CALLER, SERVICES
from webapp.shapes.forecast import AskForecast, ForecastShape


async def foresee(request: web.Request) -> web.Response:
    """Answer with what the caller's miners, or ones typed in, would earn."""
    asked = (await reading.body(request, AskForecast)).asked()
    foreseen = await request.app[SERVICES].forecast.of(request[CALLER].user, asked)
    return answer(ForecastShape.of(foreseen))
