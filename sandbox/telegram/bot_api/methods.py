"""Every method of the Bot API that can be called here, by name."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ValidationError

from sandbox.telegram.bot_api import delivery, fields, messages, profile, queries
from sandbox.telegram.bot_api.messages import Uploads
from sandbox.telegram.bot_api.refusal import RefusedError, bad
from sandbox.telegram.bot_api.telegram import Telegram

CarryOut = Callable[[Telegram, Any, Uploads], object]


def call(telegram: Telegram, method: str, given: Mapping[str, Any], sent: Uploads) -> object:
    """Return what a method answers; `RefusedError` where Telegram would refuse."""
    name = method.lower()  # as Telegram, which takes them in any case
    try:
        shape, carry_out = METHODS[name]
    except KeyError:
        raise RefusedError(HTTPStatus.NOT_FOUND, "Not Found: method not found") from None
    telegram.pace.check(name, time.monotonic())
    return carry_out(telegram, read(shape, given), sent)


def read(shape: type[BaseModel], given: Mapping[str, Any]) -> Any:  # noqa: ANN401  # a *shape*
    """Return a request's fields; the first that makes no sense is named in the refusal."""
    try:
        return shape.model_validate(dict(given))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, fault["loc"]))
        raise bad(f"wrong parameter {where} in request: {fault['msg']}") from None


def file_of(telegram: Telegram, asked: fields.OfFile, _: Uploads) -> object:
    """Return where a file is downloaded."""
    file = telegram.files.file(asked.file_id)
    return file.json | {"file_path": file.path}


def me(telegram: Telegram, _: fields.Nothing, __: Uploads) -> object:
    """Return the bot itself."""
    return telegram.bot


async def next_updates(telegram: Telegram, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the next updates, waiting for some as long as the bot likes to."""
    asked: fields.GetUpdates = read(fields.GetUpdates, given)
    telegram.pace.check("getupdates", time.monotonic())
    return await delivery.next_updates(telegram, asked)


# CUToffset=asked.offset, limit=asked.limit, seconds=asked.timeout)


_METHODS: dict[str, tuple[type[BaseModel], CarryOut]] = {
    "getMe": (fields.Nothing, me),
    "sendMessage": (fields.SendMessage, messages.send_message),
    "sendPhoto": (fields.SendFile, messages.send_photo),
    "sendDocument": (fields.SendFile, messages.send_document),
    "sendMediaGroup": (fields.SendMediaGroup, messages.send_media_group),
    "sendChatAction": (fields.ChatAction, messages.send_chat_action),
    "editMessageText": (fields.EditText, messages.edit_text),
    "editMessageCaption": (fields.EditCaption, messages.edit_caption),
    "editMessageMedia": (fields.EditMedia, messages.edit_media),
    "editMessageReplyMarkup": (fields.EditMarkup, messages.edit_markup),
    "deleteMessage": (fields.Pointed, messages.delete_message),
    "deleteMessages": (fields.DeleteMessages, messages.delete_messages),
    "answerCallbackQuery": (fields.AnswerCallback, queries.answer_callback),
    "answerInlineQuery": (fields.AnswerInline, queries.answer_inline),
    "setMyCommands": (fields.SetCommands, profile.set_commands),
    "getMyCommands": (fields.Scoped, profile.own_commands),
    "deleteMyCommands": (fields.Scoped, profile.delete_commands),
    "setMyDescription": (fields.SetDescription, profile.setting("description")),
    "getMyDescription": (fields.ByLanguage, profile.telling("description")),
    "setMyShortDescription": (fields.SetShortDescription, profile.setting("short_description")),
    "getMyShortDescription": (fields.ByLanguage, profile.telling("short_description")),
    "setMyName": (fields.SetName, profile.setting("name")),
    "getMyName": (fields.ByLanguage, profile.telling("name")),
    "setChatMenuButton": (fields.SetMenuButton, profile.set_menu_button),
    "getChatMenuButton": (fields.OfChat, profile.menu_button),
    "getFile": (fields.OfFile, file_of),
    "setWebhook": (fields.SetWebhook, delivery.set_webhook),
    "deleteWebhook": (fields.DropPending, delivery.delete_webhook),
    "getWebhookInfo": (fields.Nothing, delivery.webhook_info),
}
METHODS = {name.lower(): method for name, method in _METHODS.items()}
"""By name in lower case: what each is asked with, and what carries it out."""
