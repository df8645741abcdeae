"""`/settings`: the way to everything a user chooses, or ends."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot import keyboards
from bot.asked import Asked
from bot.screen import Screen, show
from bot.texts import Words
from core.settings import Settings


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="settings")
    for observer in (router.message, router.callback_query):
        observer.register(offer, Asked("settings"))
    return router


async def offer(event: Message | CallbackQuery, words: Words, settings: Settings) -> None:
    """Show what there is to choose; units and currency are chosen in the Mini App."""
    keyboard = keyboards.rows(
        [
            keyboards.go(words.say("go.notify"), "notify"),
            keyboards.go(words.say("go.language"), "language"),
        ],
        [
            keyboards.go(words.say("go.privacy"), "privacy"),
            keyboards.go(words.say("go.disconnect"), "disconnect"),
        ],
        keyboards.mini_app(words.say("settings.more"), settings.public_url, "settings"),
        keyboards.go(words.say("go.back"), "start"),
    )
    await show(event, Screen(words.say("settings.lead"), keyboard))
