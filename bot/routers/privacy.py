"""`/privacy`: what is kept about a user, and how to have it deleted."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot import keyboards
from bot.asked import Asked
from bot.screen import Screen, show
from bot.texts import Words


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="privacy")
    for observer in (router.message, router.callback_query):
        observer.register(explain, Asked("privacy"))
    return router


async def explain(event: Message | CallbackQuery, words: Words) -> None:
    """Say what is kept, what is not, and where it can be deleted."""
    keyboard = keyboards.rows(
        keyboards.go(words.say("go.delete"), "delete"),
        keyboards.go(words.say("go.back"), "settings"),
    )
    await show(event, Screen(words.say("privacy.text"), keyboard))
