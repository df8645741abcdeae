"""The web application: its lifetime, its routes, its limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

from aiohttp import web

from core.runtime import Services
from core.settings import Settings
from webapp.keys import SERVICES, SETTINGS, STOPPING
from webapp.page import add_page
from webapp.routes import add_routes

MAX_BODY = 64 * 1024
MAX_HEADER = 20 * 1024
"""For whoever serves the application: init data has its own cap, and its own answer beyond it."""


def make_app(
    settings: Settings, services: AbstractAsyncContextManager[Services]
) -> web.Application:
    """Return the application; it enters *services* when it starts and leaves them at the end."""
    app = web.Application(client_max_size=MAX_BODY)
    app[SETTINGS] = settings
    app[STOPPING] = asyncio.Event()

    async def lifetime(app: web.Application) -> AsyncIterator[None]:
        async with services as opened:
            app[SERVICES] = opened
            yield

    app.cleanup_ctx.append(lifetime)
    add_routes(app)
    add_page(app)
    return app
