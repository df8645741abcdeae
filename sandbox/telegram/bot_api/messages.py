"""The methods by which a bot speaks in a chat."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sandbox.telegram.bot_api import fields
from sandbox.telegram.bot_api.chats import TYPING_SECONDS, Message
from sandbox.telegram.bot_api.files import Upload
from sandbox.telegram.bot_api.keyboards import Rows, rows
from sandbox.telegram.bot_api.markup import Text, read_html, read_plain
from sandbox.telegram.bot_api.refusal import bad
from sandbox.telegram.bot_api.telegram import Telegram

MAX_TEXT = 4096
MAX_CAPTION = 1024
"""UTF-16 code units after the markup was read."""

ALBUM = range(2, 11)
ACTIONS = {
    "typing",
    "upload_photo",
    "upload_document",
    "choose_sticker",
    "find_location",
    *(f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice")),
}

Uploads = Mapping[str, Upload]


def send_message(telegram: Telegram, asked: fields.SendMessage, _: Uploads) -> dict[str, Any]:
    """Send a text."""
    return _send(telegram, asked.chat_id, text(asked.text, asked), rows(asked.reply_markup))


def send_photo(telegram: Telegram, asked: fields.SendFile, sent: Uploads) -> dict[str, Any]:
    """Send a picture, with a caption or without."""
    media = fields.Media(type="photo", media=asked.photo, **_captioned(asked))
    return _send(telegram, asked.chat_id, _media(telegram, media, sent), rows(asked.reply_markup))


def send_document(telegram: Telegram, asked: fields.SendFile, sent: Uploads) -> dict[str, Any]:
    """Send a file, with a caption or without."""
    media = fields.Media(type="document", media=asked.document, **_captioned(asked))
    return _send(telegram, asked.chat_id, _media(telegram, media, sent), rows(asked.reply_markup))


def send_media_group(
    telegram: Telegram, asked: fields.SendMediaGroup, sent: Uploads
) -> list[dict[str, Any]]:
    """Send an album; each of its messages stands by itself here."""
    if len(asked.media) not in ALBUM:
        raise bad("wrong number of media in an album: 2 to 10 are needed")
    contents = [_media(telegram, media, sent) for media in asked.media]
    return [_send(telegram, asked.chat_id, content, None) for content in contents]


def edit_text(telegram: Telegram, asked: fields.EditText, _: Uploads) -> dict[str, Any]:
    """Give a message another text."""
    message = _own(telegram, asked)
    if "text" not in message.content:
        raise bad("there is no text in the message to edit")
    return _edit(telegram, asked, message, text(asked.text, asked), rows(asked.reply_markup))


def edit_caption(telegram: Telegram, asked: fields.EditCaption, _: Uploads) -> dict[str, Any]:
    """Give a picture or a file another caption."""
    message = _own(telegram, asked)
    if "text" in message.content:
        raise bad("there is no caption in the message to edit")
    file = {
        name: message.content[name] for name in ("photo", "document") if name in message.content
    }
    content = file | _caption(asked.caption, asked)
    return _edit(telegram, asked, message, content, rows(asked.reply_markup))


def edit_media(telegram: Telegram, asked: fields.EditMedia, sent: Uploads) -> dict[str, Any]:
    """Put another picture or file in a message's place, even in a text's."""
    message = _own(telegram, asked)
    content = _media(telegram, asked.media, sent)
    return _edit(telegram, asked, message, content, rows(asked.reply_markup))


def edit_markup(telegram: Telegram, asked: fields.EditMarkup, _: Uploads) -> dict[str, Any]:
    """Give a message another keyboard, or none."""
    message = _own(telegram, asked)
    return _edit(telegram, asked, message, message.content, rows(asked.reply_markup))


def delete_message(telegram: Telegram, asked: fields.Pointed, _: Uploads) -> bool:
    """Take a message away."""
    telegram.chat(asked.chat_id).delete(asked.message_id)
    return True


def delete_messages(telegram: Telegram, asked: fields.DeleteMessages, _: Uploads) -> bool:
    """Take some messages away; those that are gone already are passed over."""
    chat = telegram.chat(asked.chat_id)
    for number in asked.message_ids:
        if chat.message(number) is not None:
            chat.delete(number)
    return True


def send_chat_action(telegram: Telegram, asked: fields.ChatAction, _: Uploads) -> bool:
    """Show for a few seconds that the bot is busy."""
    if asked.action not in ACTIONS:
        raise bad("wrong parameter action in request")
    chat = telegram.chat(asked.chat_id)
    chat.expect_writable()
    chat.typing_until = time.monotonic() + TYPING_SECONDS
    chat.bell.ring()
    return True


def text(source: str, written: fields.Written) -> dict[str, Any]:
    """Return a message's fields for a text."""
    read = _read(source, written)
    if not read.text:
        raise bad("message text is empty")
    if len(read) > MAX_TEXT:
        raise bad("message is too long")
    return _fields(read, "text", "entities")


def _caption(source: str, written: fields.Written) -> dict[str, Any]:
    read = _read(source, written)
    if len(read) > MAX_CAPTION:
        raise bad("message caption is too long")
    return _fields(read, "caption", "caption_entities")


def _read(source: str, written: fields.Written) -> Text:
    mode = (written.parse_mode or "").lower()
    if mode not in {"", "html"}:  # Markdown our bot does not write
        raise bad(f"unsupported parse_mode {mode}")
    return read_html(source) if mode else read_plain(source)


def _fields(read: Text, name: str, entities: str) -> dict[str, Any]:
    return ({name: read.text} if read.text else {}) | (
        {entities: list(read.entities)} if read.entities else {}
    )


def _media(telegram: Telegram, media: fields.Media, sent: Uploads) -> dict[str, Any]:
    given = sent.get(media.media.removeprefix("attach://"), media.media)
    if not given:
        raise bad(f"there is no {media.type} in the request")
    keep = telegram.files.photo if media.type == "photo" else telegram.files.document
    return keep(given) | _caption(media.caption, media)


def _captioned(asked: fields.SendFile) -> dict[str, Any]:
    return {"caption": asked.caption, "parse_mode": asked.parse_mode}


def _send(
    telegram: Telegram, chat_id: int, content: dict[str, Any], keyboard: Rows | None
) -> dict[str, Any]:
    chat = telegram.chat(chat_id)
    chat.expect_writable()
    message = chat.add(telegram.bot, telegram.now(), content, keyboard=keyboard)
    return message.json(chat)


def _own(telegram: Telegram, asked: fields.Pointed) -> Message:
    chat = telegram.chat(asked.chat_id)
    chat.expect_writable()
    return chat.own(asked.message_id)


def _edit(
    telegram: Telegram,
    asked: fields.Pointed,
    message: Message,
    content: dict[str, Any],
    keyboard: Rows | None,
) -> dict[str, Any]:
    chat = telegram.chat(asked.chat_id)
    return chat.edit(message, telegram.now(), content, keyboard).json(chat)
