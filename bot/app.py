"""The bot, put together: routers, what surrounds their handlers, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import structlog
from aiogram import Bot, Dispatcher, F, Router
from aiogram.enums import ChatType

from bot.dialogues import Dialogues
from bot.errands import Errands
from bot.middlewares.guard import Guard
from bot.middlewares.heed import heed
from bot.pictures.studio import Studio
from bot.routers import (
    delete,
    disconnect,
    earnings,
    forecast,
    groups,
    help,  # noqa: A004  # the module of /help
    inline,
    language,
    miners,
    privacy,
    start,
    unknown,
)
from bot.routers import settings as settings_router
from bot.telegram import make_bot
from core.chat_sign_in import ChatSignIn, open_chat_sign_in
from core.runtime import Services
from core.settings import Settings

log = structlog.get_logger()

FINISH_WITHIN = 10.0
"""Seconds that updates already taken may still take when the bot stops."""

CONVERSATIONS = (
    help,
    miners,
    earnings,
    forecast,
    settings_router,
    language,
    privacy,
    disconnect,
    delete,
    start,  # last: it takes every deep link that is nobody else's
)
"""What is talked about in the private chat."""


class RunningBot(NamedTuple):
    """The way to Telegram, and what answers the updates that come by it."""

    bot: Bot
    dispatcher: Dispatcher


@asynccontextmanager
async def open_bot(settings: Settings, services: Services) -> AsyncIterator[RunningBot]:
    """Yield the bot with all that it holds; its errands end when the block does."""
    async with open_chat_sign_in(settings, services) as sign_in, make_bot(settings) as bot:
        dispatcher = make_dispatcher(settings, services, sign_in)
        try:
            yield RunningBot(bot, dispatcher)
        finally:
            await dispatcher["errands"].close()


def make_dispatcher(settings: Settings, services: Services, sign_in: ChatSignIn) -> Dispatcher:
    """Return a fresh dispatcher with everything the bot answers.

    Handlers may ask by name for what is given here and for what `Guard` adds.
    """
    dispatcher = Dispatcher(
        storage=Dialogues(),
        settings=settings,
        services=services,
        sign_in=sign_in,
        errands=Errands(),
        studio=Studio(),
    )
    dispatcher.update.outer_middleware(heed)
    dispatcher.update.outer_middleware(Guard(services))
    dispatcher.include_routers(
        groups.make_router(), _private_chat(), inline.make_router(), unknown.make_router()
    )
    dispatcher.shutdown.register(finish_updates)
    return dispatcher


def _private_chat() -> Router:
    private = Router(name="private")
    private.message.filter(F.chat.type == ChatType.PRIVATE)
    private.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    private.include_routers(*(conversation.make_router() for conversation in CONVERSATIONS))
    return private


async def finish_updates(dispatcher: Dispatcher) -> None:
    """Let updates already taken be answered before the session closes: aiogram does not wait."""
    taken = dispatcher._handle_update_tasks  # noqa: SLF001  # aiogram keeps them nowhere else
    if not taken:
        return
    _, late = await asyncio.wait(taken, timeout=FINISH_WITHIN)
    if late:
        log.warning("updates_unfinished", count=len(late), seconds=FINISH_WITHIN)
