"""How a conversation shows something: a command is answered, a button changes its message."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    Message,
)

NOT_CHANGED = "message is not modified"
NO_PICTURE = ("wrong file identifier", "failed to get HTTP URL content", "WEBPAGE_")
"""How Telegram says that it cannot fetch a picture by its address."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Telegram's HTML under an optional picture (a file, or an address for Telegram to fetch).

    A text may have 4096 characters, 1024 under a picture.
    """

    text: str
    keyboard: InlineKeyboardMarkup | None = None
    picture: InputFile | str | None = None


async def show(event: Message | CallbackQuery, screen: Screen) -> Message:
    """Show *screen* and return its message.

    The message that a pressed button stands on is changed. Where it cannot be (too old, deleted,
    a text that is to become a picture), a new one is sent. A picture that Telegram cannot fetch
    is left out.
    """
    try:
        return await _show(event, screen)
    except TelegramBadRequest as error:
        if not isinstance(screen.picture, str) or not _is_about_the_picture(error):
            raise
    return await _show(event, Screen(screen.text, screen.keyboard))


async def tell(event: Message | CallbackQuery, screen: Screen) -> Message:
    """Show *screen* in a message of its own: what stands there stays."""
    if isinstance(event, Message):
        chat = event.chat.id
    elif event.message is None:  # under a message of inline mode, in whatever chat
        chat = event.from_user.id
    else:
        chat = event.message.chat.id
    return await _send(_bot(event), chat, screen)


async def _show(event: Message | CallbackQuery, screen: Screen) -> Message:
    standing = None if isinstance(event, Message) else event.message
    if not isinstance(standing, Message):  # also one that is too old to be read
        return await tell(event, screen)
    if (standing.photo is None) != (screen.picture is None):
        sent = await _send(_bot(event), standing.chat.id, screen)
        await _remove(standing)
        return sent
    return await _change(standing, screen)


async def _change(standing: Message, screen: Screen) -> Message:
    try:
        if screen.picture is None:
            changed = await standing.edit_text(screen.text, reply_markup=screen.keyboard)
        else:
            media = InputMediaPhoto(media=screen.picture, caption=screen.text)
            changed = await standing.edit_media(media, reply_markup=screen.keyboard)
    except TelegramBadRequest as error:
        if NOT_CHANGED in error.message:
            return standing
        if _is_about_the_picture(error):
            raise
        return await _send(_bot(standing), standing.chat.id, screen)
    return changed if isinstance(changed, Message) else standing


async def _send(bot: Bot, chat: int, screen: Screen) -> Message:
    if screen.picture is None:
        return await bot.send_message(chat, screen.text, reply_markup=screen.keyboard)
    return await bot.send_photo(
        chat, screen.picture, caption=screen.text, reply_markup=screen.keyboard
    )


async def _remove(message: Message) -> None:
    try:
        await message.delete()
    except TelegramBadRequest:  # gone, or older than the two days in which it can be
        return


def _is_about_the_picture(error: TelegramBadRequest) -> bool:
    return any(sign in error.message for sign in NO_PICTURE)


def _bot(event: Message | CallbackQuery) -> Bot:
    if event.bot is None:
        raise RuntimeError("an event that came from no bot")
    return event.bot
