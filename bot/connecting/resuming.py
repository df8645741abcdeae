"""Going on, after a restart, with the wallets that were being connected."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from aiogram import Bot, Dispatcher
from aiogram.enums import ChatType
from aiogram.types import Chat, Message

from bot import texts
from bot.connecting.waiting import Asker, Waiting
from bot.errands import Errands
from core.chat_sign_in import ChatSignIn
from core.errors import AppError, attempted
from core.model import UserId
from core.runtime import Services
from core.settings import Settings

log = structlog.get_logger()


async def resume(bot: Bot, dispatcher: Dispatcher) -> None:
    """Begin an errand for each attempt that an earlier process left; its user is told.

    To be asked once, at the start. Without the store nothing is resumed.
    """
    settings: Settings = dispatcher["settings"]
    services: Services = dispatcher["services"]
    sign_in: ChatSignIn = dispatcher["sign_in"]
    errands: Errands = dispatcher["errands"]
    interrupted = await attempted(sign_in.interrupted())
    if isinstance(interrupted, AppError):
        log.warning("attempts_not_resumed", code=interrupted.code)
        return
    for user in interrupted:
        chosen = await attempted(services.preferences.of(user))
        words = texts.words_for(None if isinstance(chosen, AppError) else chosen.speaks)
        asker = Asker(_message_of(user, bot), user, words, settings.public_url)
        errands.begin(asker.event, words, Waiting(asker, sign_in).go_on())


def _message_of(user: UserId, bot: Bot) -> Message:
    """Return a message in the user's private chat, whose number is the user's own."""
    chat = Chat(id=user, type=ChatType.PRIVATE)
    return Message(message_id=0, date=datetime.now(UTC), chat=chat).as_(bot)
