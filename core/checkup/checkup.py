"""All looks side by side, none longer than its time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from core.checkup import front, manifest, partner, redis, store, telegram
from core.checkup.finding import Finding, fine, wrong
from core.errors import SettingsError
from core.partner import open_http
from core.settings import Settings, read_settings

SETTINGS = "settings"
LIMIT = 15.0
"""Seconds for one look, retries included."""
REQUEST_SECONDS = 7.0
"""Seconds for one request over HTTP."""


def check_settings() -> tuple[Settings | None, Finding]:
    """Read the settings; None where they make no sense."""
    try:
        return read_settings(), fine(SETTINGS, "complete")
    except SettingsError as error:
        return None, wrong(SETTINGS, str(error), "correct it in the environment or in .env")


async def check(settings: Settings, *, limit: float = LIMIT) -> list[Finding]:
    """Return a finding, or some, of each thing that the product needs."""
    async with open_http(REQUEST_SECONDS) as http:
        looks = await asyncio.gather(
            _within(limit, store.STORE, store.probe(settings)),
            _within(limit, redis.REDIS, redis.probe(settings)),
            _within(limit, partner.PARTNER, partner.probe(settings, http)),
            _within(limit, telegram.BOT, telegram.probe(settings, http)),
            _within(limit, manifest.MANIFEST, manifest.probe(settings, http)),
        )
    return [finding for look in looks for finding in look] + [front.judged(settings)]


async def _within(limit: float, what: str, look: Awaitable[list[Finding]]) -> list[Finding]:
    try:
        async with asyncio.timeout(limit):
            return await look
    except TimeoutError:
        return [wrong(what, f"no answer within {limit:g} s", "see that it runs and is reached")]
