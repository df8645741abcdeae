"""The bot, put together: routers, who is spoken to in which words, and what happens to a crash."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import structlog
from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.exceptions import TelegramForbiddenError
from aiogram.types import (
    BotCommand,
    ErrorEvent,
    MenuButtonWebApp,
    TelegramObject,
    Update,
    User,
    WebAppInfo,
)
from aiogram.types.update import UpdateTypeLookupError

from bot import texts
from bot.routers import groups, help, start  # noqa: A004  # the module of /help
from core import logs
from core.settings import Settings

log = structlog.get_logger()

FINISH_WITHIN = 10.0
"""Seconds that updates already taken may still take when the bot stops."""

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[object]]


def make_dispatcher(mini_app_url: str) -> Dispatcher:
    """Return a fresh dispatcher with everything the bot answers."""
    dispatcher = Dispatcher(disable_fsm=True, mini_app_url=mini_app_url)
    dispatcher.update.outer_middleware(pass_over_unknown_kinds)
    dispatcher.message.outer_middleware(choose_words)
    dispatcher.include_routers(start.make_router(), groups.make_router(), help.make_router())
    dispatcher.errors.register(log_crash)
    dispatcher.shutdown.register(finish_updates)
    return dispatcher


async def set_up(bot: Bot, settings: Settings) -> None:
    """Give the bot its menu button and its commands in every language; again is harmless."""
    await bot.set_chat_menu_button(
        menu_button=MenuButtonWebApp(text=texts.BUTTON, web_app=WebAppInfo(url=settings.public_url))
    )
    await bot.set_my_commands(_commands(texts.ENGLISH))
    for language, words in texts.LANGUAGES.items():
        await bot.set_my_commands(_commands(words), language_code=language)


def _commands(words: texts.Words) -> list[BotCommand]:
    return [
        BotCommand(command="start", description=words.say("command.start")),
        BotCommand(command="help", description=words.say("command.help")),
    ]


async def pass_over_unknown_kinds(
    handler: Handler, event: TelegramObject, data: dict[str, Any]
) -> object:
    """Drop what only a newer Bot API knows; aiogram would warn, quoting the whole update."""
    try:
        cast("Update", event).event_type  # noqa: B018  # a property that raises
    except UpdateTypeLookupError:
        return UNHANDLED
    return await handler(event, data)


async def choose_words(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
    """Hand the handler `words` in the language of who wrote."""
    user: User | None = data.get("event_from_user")
    data["words"] = texts.words_for(user.language_code if user else None)
    return await handler(event, data)


async def log_crash(event: ErrorEvent) -> None:
    """Log a crashed update once: its id, the error's class and where, and nobody's words.

    Neither the error's message nor its traceback is logged: both may quote the user, or Telegram.
    """
    update = event.update.update_id
    if isinstance(event.exception, TelegramForbiddenError):
        log.info("bot_blocked", update=update)
        return
    log.error(
        "update_crashed",
        update=update,
        error=type(event.exception).__name__,
        at=logs.place_of(event.exception),
    )


async def finish_updates(dispatcher: Dispatcher) -> None:
    """Let updates already taken be answered before the session closes: aiogram does not wait."""
    taken = dispatcher._handle_update_tasks  # noqa: SLF001  # aiogram keeps them nowhere else
    if not taken:
        return
    _, late = await asyncio.wait(taken, timeout=FINISH_WITHIN)
    if late:
        log.warning("updates_unfinished", count=len(late), seconds=FINISH_WITHIN)
