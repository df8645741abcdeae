"""`/start`: a greeting and the way into the Mini App."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import Message, User

from bot import keyboards
from bot.texts import Words


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="start")
    router.message.register(welcome, CommandStart(), F.chat.type == ChatType.PRIVATE)
    return router


async def welcome(
    message: Message,
    command: CommandObject,
    event_from_user: User,
    words: Words,
    mini_app_url: str,
) -> None:
    """Greet by name and offer the Mini App, which is told the deep link's payload."""
    await message.answer(
        words.say("start.greeting", name=event_from_user.first_name),
        reply_markup=keyboards.mini_app(words.say("app.open"), mini_app_url, command.args),
    )
