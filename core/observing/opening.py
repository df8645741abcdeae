"""Opening what the settings ask for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from core.errors import SettingsError
from core.observing import crashes, traces
from core.settings import Settings

INSTALL = "pip install --require-hashes -r requirements-observe.lock"


@asynccontextmanager
async def observing(settings: Settings) -> AsyncIterator[None]:
    """Report crashes and traces while the block lasts, as far as the settings say where to.

    `SettingsError` where the library for it is not installed. What is still on its way at the end
    gets two seconds.
    """
    async with AsyncExitStack() as stack:
        if dsn := settings.sentry_dsn.get_secret_value():
            try:
                from core.observing.sentry import Sentry  # noqa: PLC0415  # an extra
            except ImportError:
                raise SettingsError(f"SENTRY_DSN needs the extra `sentry`: {INSTALL}") from None
            sentry = Sentry(dsn)
            stack.push_async_callback(asyncio.to_thread, sentry.close)
            stack.enter_context(crashes.told_to(sentry.tell))
        if settings.otel_endpoint:
            try:
                from core.observing.opentelemetry import Telemetry  # noqa: PLC0415  # an extra
            except ImportError:
                raise SettingsError(
                    f"OTEL_ENDPOINT needs the extra `opentelemetry`: {INSTALL}"
                ) from None
            telemetry = Telemetry(settings.otel_endpoint)
            stack.push_async_callback(asyncio.to_thread, telemetry.close)
            stack.enter_context(traces.drawn_by(telemetry))
        yield
