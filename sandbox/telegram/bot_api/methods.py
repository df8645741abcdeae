"""Every method of the Bot API that can be called here, by name."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, ValidationError

from sandbox.telegram.bot_api import fields, messages
from sandbox.telegram.bot_api.keyboards import rows
from sandbox.telegram.bot_api.messages import Uploads
from sandbox.telegram.bot_api.refusal import RefusedError, bad
from sandbox.telegram.bot_api.telegram import Telegram
from sandbox.telegram.bot_api.updates import Webhook

MAX_TOLD = 200
MAX_RESULTS = 50
MAX_RESULT_ID_BYTES = 64


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


def answer_callback(telegram: Telegram, asked: fields.AnswerCallback, _: Uploads) -> bool:
    """Tell whoever pressed a button something, or just that it was heard."""
    if len(asked.text) > MAX_TOLD:
        raise bad("MESSAGE_TOO_LONG")
    told = {"text": asked.text, "alert": asked.show_alert, "url": asked.url}
    telegram.questions.find(asked.callback_query_id).give(told)
    return True


def answer_inline(telegram: Telegram, asked: fields.AnswerInline, _: Uploads) -> bool:
    """Offer results to whoever wrote the bot's name and a query."""
    question = telegram.questions.find(asked.inline_query_id)
    if len(asked.results) > MAX_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    offered: dict[str, dict[str, Any]] = {}
    for result in asked.results:
        if not 0 < len(result.id.encode()) <= MAX_RESULT_ID_BYTES:
            raise bad("RESULT_ID_INVALID")
        if result.id in offered:
            raise bad("RESULT_ID_DUPLICATE")
        content = result.input_message_content
        offered[result.id] = {
            "title": result.title,
            "description": result.description,
            "content": messages.text(content.message_text, content),
            "keyboard": rows(result.reply_markup, private=False),
        }
    question.give({"results": offered, "button": asked.button})
    return True


def set_commands(telegram: Telegram, asked: fields.SetCommands, _: Uploads) -> bool:
    """Keep the commands of a scope and a language."""
    listed = [
        {"command": each.command.removeprefix("/"), "description": each.description}
        for each in asked.commands
    ]
    telegram.about.set_commands(asked.scope, asked.language_code, listed)
    return True


def delete_commands(telegram: Telegram, asked: fields.Scoped, _: Uploads) -> bool:
    """Forget the commands of a scope and a language."""
    telegram.about.set_commands(asked.scope, asked.language_code, [])
    return True


def own_commands(telegram: Telegram, asked: fields.Scoped, _: Uploads) -> object:
    """Return the commands of a scope and a language."""
    return telegram.about.own_commands(asked.scope, asked.language_code)


def set_menu_button(telegram: Telegram, asked: fields.SetMenuButton, _: Uploads) -> bool:
    """Keep the button beside the message field."""
    telegram.about.set_button(asked.chat_id, asked.menu_button)
    return True


def menu_button(telegram: Telegram, asked: fields.OfChat, _: Uploads) -> object:
    """Return the button beside the message field."""
    return telegram.about.button(asked.chat_id)


def _setting(name: str) -> Callable[[Telegram, Any, Uploads], object]:
    def keep(telegram: Telegram, asked: fields.ByLanguage, _: Uploads) -> bool:
        telegram.about.set_text(name, asked.language_code, getattr(asked, name))
        return True

    return keep


def _telling(name: str) -> Callable[[Telegram, Any, Uploads], object]:
    def tell(telegram: Telegram, asked: fields.ByLanguage, _: Uploads) -> object:
        return {name: telegram.about.text(name, asked.language_code)}

    return tell


def file_of(telegram: Telegram, asked: fields.OfFile, _: Uploads) -> object:
    """Return where a file is downloaded."""
    file = telegram.files.file(asked.file_id)
    return file.json | {"file_path": file.path}


def set_webhook(telegram: Telegram, asked: fields.SetWebhook, _: Uploads) -> bool:
    """Have updates go to an address; an empty one ends that."""
    _keep_kinds(telegram, asked)
    hook = Webhook(asked.url, asked.secret_token, asked.max_connections) if asked.url else None
    if asked.drop_pending_updates:
        telegram.updates.drop()
    telegram.updates.hook(hook)
    return True


def delete_webhook(telegram: Telegram, asked: fields.DropPending, _: Uploads) -> bool:
    """Have updates wait until they are asked for."""
    if asked.drop_pending_updates:
        telegram.updates.drop()
    telegram.updates.hook(None)
    return True


def webhook_info(telegram: Telegram, _: fields.Nothing, __: Uploads) -> dict[str, Any]:
    """Return where updates go and how many wait."""
    updates = telegram.updates
    told: dict[str, Any] = {
        "url": updates.webhook.url if updates.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates),
    }
    if updates.kinds:
        told["allowed_updates"] = updates.kinds
    if updates.webhook:
        told["max_connections"] = updates.webhook.at_once
    if updates.fault:
        at, told["last_error_message"] = updates.fault
        told["last_error_date"] = int(at)
    return told


async def next_updates(telegram: Telegram, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the next updates, waiting for some as long as the bot likes to."""
    asked: fields.GetUpdates = read(fields.GetUpdates, given)
    telegram.pace.check("getupdates", time.monotonic())
    _keep_kinds(telegram, asked)
    return await telegram.updates.ask(offset=asked.offset, limit=asked.limit, seconds=asked.timeout)


def _keep_kinds(telegram: Telegram, asked: fields.Kinds) -> None:
    if asked.allowed_updates is not None:
        telegram.updates.kinds = asked.allowed_updates


def _me(telegram: Telegram, _: fields.Nothing, __: Uploads) -> object:
    return telegram.bot


METHODS: dict[str, tuple[type[BaseModel], Callable[[Telegram, Any, Uploads], object]]] = {
    name.lower(): method
    for name, method in {
        "getMe": (fields.Nothing, _me),
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
        "answerCallbackQuery": (fields.AnswerCallback, answer_callback),
        "answerInlineQuery": (fields.AnswerInline, answer_inline),
        "setMyCommands": (fields.SetCommands, set_commands),
        "getMyCommands": (fields.Scoped, own_commands),
        "deleteMyCommands": (fields.Scoped, delete_commands),
        "setMyDescription": (fields.SetDescription, _setting("description")),
        "getMyDescription": (fields.ByLanguage, _telling("description")),
        "setMyShortDescription": (fields.SetShortDescription, _setting("short_description")),
        "getMyShortDescription": (fields.ByLanguage, _telling("short_description")),
        "setMyName": (fields.SetName, _setting("name")),
        "getMyName": (fields.ByLanguage, _telling("name")),
        "setChatMenuButton": (fields.SetMenuButton, set_menu_button),
        "getChatMenuButton": (fields.OfChat, menu_button),
        "getFile": (fields.OfFile, file_of),
        "setWebhook": (fields.SetWebhook, set_webhook),
        "deleteWebhook": (fields.DropPending, delete_webhook),
        "getWebhookInfo": (fields.Nothing, webhook_info),
    }.items()
}
