"""The bot in the stage's own process: what `python -m bot` runs, but for the signals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.__main__ import AT_ONCE, POLL_SECONDS
from bot.app import open_bot
from bot.profile import set_up
from core.runtime import open_services
from core.settings import Settings


@asynccontextmanager
async def running_bot(settings: Settings) -> AsyncIterator[None]:
    """Answer updates while the block lasts; what was taken by then is finished first.

    Signals are the stage's: aiogram would take them over, and end the polling alone.
    """
    async with (
        open_services(settings) as services,
        open_bot(settings, services) as (bot, dispatcher),
    ):
        await set_up(bot, settings)
        started = asyncio.Event()
        dispatcher.startup.register(started.set)
        polling = asyncio.ensure_future(
            dispatcher.start_polling(
                bot,
                polling_timeout=POLL_SECONDS,
                tasks_concurrency_limit=AT_ONCE,
                handle_signals=False,
                close_bot_session=False,
            )
        )
        await started.wait()
        try:
            yield
        finally:
            await dispatcher.stop_polling()
            await polling
