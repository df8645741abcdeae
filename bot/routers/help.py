"""`/help`, and everything the bot does not understand."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import Message

from bot import keyboards
from bot.texts import Words


def make_router() -> Router:
    """Return a fresh router that takes any text in private; put it last."""
    router = Router(name="help")
    # Bots may write to bots: two that answer everything would never end.
    router.message.register(explain, F.text, F.chat.type == ChatType.PRIVATE, ~F.from_user.is_bot)
    return router


async def explain(message: Message, words: Words, mini_app_url: str) -> None:
    """Say what the bot does and offer the Mini App."""
    await message.answer(
        words.say("help.text"),
        reply_markup=keyboards.mini_app(words.say("app.open"), mini_app_url),
    )
