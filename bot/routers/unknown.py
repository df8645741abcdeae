"""What nothing else answers: talk is met with help, an old button with a word of it."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot import keyboards
from bot.dialogues import Dialogues
from bot.notice import Notice
from bot.routers.help import help_screen
from bot.screen import Screen, show
from bot.texts import Words
from core.settings import Settings


def make_router() -> Router:
    """Return a fresh router; put it last."""
    router = Router(name="unknown")
    said = F.text | F.photo | F.document | F.voice | F.sticker
    router.message.register(help_out, F.chat.type == ChatType.PRIVATE, said)
    router.callback_query.register(say_stale)
    return router


async def help_out(message: Message, state: FSMContext, words: Words, settings: Settings) -> None:
    """Say what the bot understands, or that the question this answers was left too long ago."""
    dialogues = state.storage
    if isinstance(dialogues, Dialogues) and await dialogues.lapsed(state.key):
        begin = keyboards.go(words.say("go.start"), "start")
        await show(message, Screen(words.say("dialogue.over"), keyboards.rows(begin)))
        return
    await show(message, help_screen(words, settings))


async def say_stale(_: object, notice: Notice, words: Words) -> None:
    """Say of a button that nothing here knows any more what it was for."""
    notice.text, notice.alert = words.say("stale"), True
