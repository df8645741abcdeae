"""`/disconnect`: signing out; the wallet is told."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot import keyboards
from bot.asked import Asked
from bot.screen import Screen, show
from bot.texts import Words
from core.chat_sign_in import ChatSignIn
from core.model import UserId
from core.runtime import Services


class Disconnect(CallbackData, prefix="disconnect"):
    """Yes, sign out."""


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="disconnect")
    for observer in (router.message, router.callback_query):
        observer.register(ask, Asked("disconnect"))
    router.callback_query.register(disconnect, Disconnect.filter())
    return router


async def ask(
    event: Message | CallbackQuery, user: UserId, words: Words, services: Services
) -> None:
    """Ask whether they mean it."""
    if await services.login.wallet(user) is None:
        await show(event, _signed_out(words.say("disconnect.none"), words))
        return
    keyboard = keyboards.rows(
        [
            keyboards.press(words.say("disconnect.yes"), Disconnect()),
            keyboards.go(words.say("go.cancel"), "start"),
        ]
    )
    await show(event, Screen(words.say("disconnect.ask"), keyboard))


async def disconnect(event: CallbackQuery, user: UserId, words: Words, sign_in: ChatSignIn) -> None:
    """Drop the tokens and tell the wallet, as far as it can be reached."""
    await sign_in.disconnect(user)
    await show(event, _signed_out(words.say("disconnect.done"), words))


def _signed_out(text: str, words: Words) -> Screen:
    return Screen(text, keyboards.rows(keyboards.go(words.say("go.connect"), "connect")))
