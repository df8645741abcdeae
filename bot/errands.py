"""What goes on in a conversation after its update was answered, such as waiting for a wallet."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog
from aiogram.types import CallbackQuery, Message

from bot.reports import report
from bot.texts import Words
from core.errors import RateLimitedError

log = structlog.get_logger()

MOST = 1000
"""Errands at a time; whoever comes then is asked to wait."""

TRY_AGAIN_IN = 60
"""Seconds they are told to wait."""


class Errands:
    """Tasks that end with the bot, and fail as handlers do: with a sentence and a line in the log.

    An update must be handled in seconds: Telegram sends a webhook's again otherwise, and polling
    handles so many at a time. Whatever waits for people is an errand.
    """

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def begin(
        self, event: Message | CallbackQuery, words: Words, work: Coroutine[object, object, None]
    ) -> None:
        """Run *work* for whoever caused *event*; `RateLimitedError` when there are too many."""
        if len(self._running) >= MOST:
            work.close()
            raise RateLimitedError(TRY_AGAIN_IN)
        task = asyncio.ensure_future(_run(event, words, work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(lambda _: work.close())  # where it ended before it began

    async def close(self) -> None:
        """Cancel what still runs and wait for its end."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _run(
    event: Message | CallbackQuery, words: Words, work: Coroutine[object, object, None]
) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001  # the last resort is in there
        await report(error, event, words)
