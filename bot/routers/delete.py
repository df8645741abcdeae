"""`/delete`: everything kept about a user is deleted, and that is proven."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from bot import keyboards
from bot.asked import Asked
from bot.screen import Screen, show
from bot.texts import Words
from core.chat_sign_in import ChatSignIn
from core.errors import StoreError
from core.model import UserId
from core.runtime import Services


class Delete(CallbackData, prefix="delete"):
    """Yes, delete it."""


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="delete")
    for observer in (router.message, router.callback_query):
        observer.register(ask, Asked("delete"))
    router.callback_query.register(delete, Delete.filter())
    return router


async def ask(event: Message | CallbackQuery, words: Words) -> None:
    """Ask whether they mean it."""
    keyboard = keyboards.rows(
        [
            keyboards.press(words.say("delete.yes"), Delete()),
            keyboards.go(words.say("go.cancel"), "start"),
        ]
    )
    await show(event, Screen(words.say("delete.ask"), keyboard))


async def delete(
    event: CallbackQuery, user: UserId, words: Words, services: Services, sign_in: ChatSignIn
) -> None:
    """Tell the wallet, delete, read back, and say what is no longer there."""
    await sign_in.disconnect(user)
    await services.login.forget(user)
    if await services.own_data.rows(user):
        raise StoreError("what was deleted is still there")
    await show(event, Screen(words.say("delete.done")))
