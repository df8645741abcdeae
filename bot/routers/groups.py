"""Groups: the bot answers only its commands there, with the way to its private chat."""

from __future__ import annotations

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import Message

from bot import keyboards
from bot.commands import NAMES
from bot.texts import Words


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="groups")
    router.message.register(
        point_to_private,
        Command(*NAMES),
        F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP}),
    )
    return router


async def point_to_private(message: Message, bot: Bot, words: Words) -> None:
    """Offer the private chat: Telegram allows no Mini App button in a group."""
    username = (await bot.me()).username or ""
    await message.answer(
        words.say("group.private"),
        reply_markup=keyboards.private_chat(words.say("group.open"), username),
    )
