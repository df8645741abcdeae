"""`/help`: what the bot does, command by command."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot import keyboards
from bot.asked import Asked
from bot.commands import commands
from bot.screen import Screen, show
from bot.texts import Words
from core.settings import Settings


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="help")
    for observer in (router.message, router.callback_query):
        observer.register(explain, Asked("help"))
    return router


async def explain(event: Message | CallbackQuery, words: Words, settings: Settings) -> None:
    """Say what the bot does and offer the Mini App."""
    await show(event, help_screen(words, settings))


def help_screen(words: Words, settings: Settings) -> Screen:
    """Return what `/help` shows."""
    listed = commands(words, payouts=settings.btc_screens).items()
    lines = [f"/{name} \N{EN DASH} {does}" for name, does in listed]
    return Screen(
        "\n".join([words.say("help.lead"), "", *lines]),
        keyboards.rows(keyboards.mini_app(words.say("app.open"), settings.public_url)),
    )
