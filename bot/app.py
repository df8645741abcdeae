"""The bot, put together: routers, what surrounds their handlers, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

import structlog
from aiogram import Bot, Dispatcher, F, Router
from aiogram.enums import ChatType

from bot.connecting.resuming import resume
from bot.dialogues import Dialogues, SharedDialogues
from bot.errands import Errands
from bot.jobs import SWEEP_SECONDS
from bot.middlewares.guard import Guard
from bot.middlewares.heed import heed
from bot.pictures.studio import Studio
from bot.routers import (
    connect,
    delete,
    disconnect,
    earnings,
    forecast,
    groups,
    help,  # noqa: A004  # the module of /help
    inline,
    language,
    miners,
    notify,
    privacy,
    start,
    status,
    unknown,
    wallet,
)
from bot.routers import settings as settings_router
from bot.telegram import make_bot
from bot.worker import running_worker
from core.chat_sign_in import ChatSignIn, open_chat_sign_in
from core.runtime import Services
from core.settings import Settings, WorkerPlace

log = structlog.get_logger()

FINISH_WITHIN = 10.0
"""Seconds that updates already taken may still take when the bot stops."""

CONVERSATIONS = (
    help,
    connect,
    miners,
    earnings,
    forecast,
    wallet,
    settings_router,
    notify,
    language,
    privacy,
    disconnect,
    delete,
    status,
    start,  # last: it takes every deep link that is nobody else's
)
"""What is talked about in the private chat."""


class RunningBot(NamedTuple):
    """The way to Telegram, and what answers the updates that come by it."""

    bot: Bot
    dispatcher: Dispatcher


@asynccontextmanager
async def open_bot(
    settings: Settings, services: Services, *, sweep_every: int = SWEEP_SECONDS
) -> AsyncIterator[RunningBot]:
    """Yield the bot with all that it holds; its errands end when the block does.

    Unless WORKER says that one runs apart, rewards are told meanwhile.
    """
    async with AsyncExitStack() as stack:
        sign_in = await stack.enter_async_context(open_chat_sign_in(settings, services))
        bot = await stack.enter_async_context(make_bot(settings))
        dispatcher = make_dispatcher(settings, services, sign_in)
        stack.push_async_callback(dispatcher["errands"].close)
        await resume(bot, dispatcher)
        if settings.worker is WorkerPlace.EMBEDDED:
            await stack.enter_async_context(running_worker(settings, services, every=sweep_every))
        yield RunningBot(bot, dispatcher)


def make_dispatcher(settings: Settings, services: Services, sign_in: ChatSignIn) -> Dispatcher:
    """Return a fresh dispatcher with everything the bot answers.

    Handlers may ask by name for what is given here and for what `Guard` adds.
    """
    dispatcher = Dispatcher(
        storage=_dialogues(services),
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


def _dialogues(services: Services) -> Dialogues:
    return Dialogues() if services.replicas.is_alone else SharedDialogues(services.shared)


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
