"""The webhook, served on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.webhook import SECRET_HEADER
from tests.bot import WEBHOOK_PATH, WEBHOOK_SECRET

TELEGRAM = {SECRET_HEADER: WEBHOOK_SECRET}
"""The headers that Telegram sends."""


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[tuple[str, web.AppRunner]]:
    runner = web.AppRunner(app, access_log=None)
    try:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{WEBHOOK_PATH}", runner
    finally:
        await runner.cleanup()
