"""Who is heard: whom nobody asked is left alone, before anything is counted or read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ChatType
from aiogram.types import Message, TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[object]]


async def heed(handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
    """Drop the talk of groups, of bots, and what only a newer Bot API knows.

    Of that aiogram would warn, quoting the whole update; two bots that answer everything would
    never end.
    """
    try:
        happened = cast("Update", event).event
    except UpdateTypeLookupError:
        return UNHANDLED
    if isinstance(happened, Message) and not _concerns_us(happened):
        return UNHANDLED
    return await handler(event, data)


def _concerns_us(message: Message) -> bool:
    if message.from_user is None or message.from_user.is_bot:
        return False
    return message.chat.type == ChatType.PRIVATE or (message.text or "").startswith("/")
