"""The bot in the stage's own process: what `python -m bot` runs, but for the signals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from bot.__main__ import AT_ONCE, POLL_SECONDS
from bot.app import open_bot
from bot.profile import set_up
from core.runtime import open_services
from core.settings import Settings

SWEEP_SECONDS = 30
"""Between two looks at who is due for word of a reward: nobody here waits for long.

Not less: what was just read is kept for a minute, and a user is looked at four times an hour.
"""


@asynccontextmanager
async def running_bot(settings: Settings, now: Callable[[], datetime]) -> AsyncIterator[None]:
    """Answer updates and tell rewards while the block lasts; what is in hand is finished first.

    *now* is the clock that it goes by.
    Signals are the stage's: aiogram would take them over, and end the polling alone.
    """
    async with (
        open_services(settings, now=now) as services,
        open_bot(settings, services, sweep_every=SWEEP_SECONDS) as (bot, dispatcher),
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
