"""What each method of the Bot API is asked with, as far as our bot asks it.

Values arrive as form fields, objects among them as JSON; a bot may send fields that we do not
know, which Telegram too passes over.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

MAX_CALLBACK_BYTES = 64


def _object(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("object expected") from None


Object = BeforeValidator(_object)
Language = Annotated[str, Field(pattern=r"^([a-z]{2,3})?$")]


class Nothing(BaseModel):
    """No field at all."""


class WebAppInfo(BaseModel):
    """The Mini App that a button opens."""

    url: str


class Button(BaseModel):
    """A button under a message: one action, whichever it is."""

    text: Annotated[str, Field(min_length=1)]
    url: str | None = None
    callback_data: str | None = None
    web_app: WebAppInfo | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: dict[str, Any] | None = None
    copy_text: dict[str, Any] | None = None


class ReplyMarkup(BaseModel):
    """An inline keyboard; or the end of a reply keyboard, or a wish for an answer."""

    inline_keyboard: list[list[Button]] | None = None
    remove_keyboard: bool = False
    force_reply: bool = False


Markup = Annotated[ReplyMarkup | None, Object]


class Written(BaseModel):
    """Something to read, and how it is marked up."""

    parse_mode: str | None = None


class Addressed(BaseModel):
    """Something for a chat."""

    chat_id: int


class SendMessage(Addressed, Written):
    """A text to send."""

    text: str = ""
    reply_markup: Markup = None


class SendFile(Addressed, Written):
    """A photo or a document to send: an upload, a file known already, or an address."""

    photo: str = ""
    document: str = ""
    caption: str = ""
    reply_markup: Markup = None


class Media(Written):
    """A photo or a document that takes another's place, or stands in an album."""

    type: Literal["photo", "document"]
    media: str
    caption: str = ""


class SendMediaGroup(Addressed):
    """An album: two to ten of a kind."""

    media: Annotated[list[Media], Object]


class Pointed(Addressed):
    """A message that is there."""

    message_id: int


class EditText(Pointed, Written):
    """Another text for a message."""

    text: str = ""
    reply_markup: Markup = None


class EditCaption(Pointed, Written):
    """Another caption for a message."""

    caption: str = ""
    reply_markup: Markup = None


class EditMedia(Pointed):
    """Another file for a message."""

    media: Annotated[Media, Object]
    reply_markup: Markup = None


class EditMarkup(Pointed):
    """Another keyboard for a message, or none."""

    reply_markup: Markup = None


class DeleteMessages(Addressed):
    """Some messages to take away."""

    message_ids: Annotated[list[int], Object, Field(min_length=1, max_length=100)]


class ChatAction(Addressed):
    """What the bot is doing at the moment."""

    action: str


class AnswerCallback(BaseModel):
    """What whoever pressed a button is told."""

    callback_query_id: str
    text: str = ""
    show_alert: bool = False
    url: str = ""


class InlineContent(Written):
    """The message that a result becomes."""

    message_text: str


class InlineResult(BaseModel):
    """One result of an inline query; our bot offers articles."""

    type: Literal["article"]
    id: str
    title: str
    description: str = ""
    input_message_content: InlineContent
    reply_markup: Markup = None


class AnswerInline(BaseModel):
    """The results of an inline query, and a button above them."""

    inline_query_id: str
    results: Annotated[list[InlineResult], Object]
    button: Annotated[dict[str, Any] | None, Object] = None


class Command(BaseModel):
    """A command and what it does."""

    command: Annotated[str, Field(pattern=r"^/?[a-z0-9_]{1,32}$")]
    description: Annotated[str, Field(min_length=1, max_length=256)]


class Scope(BaseModel):
    """Where commands hold."""

    type: str = "default"
    chat_id: int | None = None


class Scoped(BaseModel):
    """Whose commands are meant."""

    scope: Annotated[Scope, Object] = Scope()
    language_code: Language = ""


class SetCommands(Scoped):
    """The commands of a scope and a language."""

    commands: Annotated[list[Command], Object, Field(max_length=100)]


class ByLanguage(BaseModel):
    """Something said in a language; the empty one is everybody else's."""

    language_code: Language = ""


class SetDescription(ByLanguage):
    """What an empty chat shows."""

    description: Annotated[str, Field(max_length=512)] = ""


class SetShortDescription(ByLanguage):
    """What the bot's profile shows."""

    short_description: Annotated[str, Field(max_length=120)] = ""


class SetName(ByLanguage):
    """How the bot is called."""

    name: Annotated[str, Field(max_length=64)] = ""


class MenuButton(BaseModel):
    """The button beside the message field."""

    type: Literal["default", "commands", "web_app"] = "default"
    text: str = ""
    web_app: WebAppInfo | None = None


class OfChat(BaseModel):
    """A chat's own, or with none named everybody's."""

    chat_id: int | None = None


class SetMenuButton(OfChat):
    """The menu button of a chat or of all."""

    menu_button: Annotated[MenuButton, Object] = MenuButton()


class OfFile(BaseModel):
    """A file known already."""

    file_id: str


class Kinds(BaseModel):
    """Which updates the bot wants; none named means all, nothing said means as before."""

    allowed_updates: Annotated[list[str] | None, Object] = None


class GetUpdates(Kinds):
    """Updates from `offset` on, waited for `timeout` seconds."""

    offset: int = 0
    limit: Annotated[int, Field(ge=1, le=100)] = 100
    timeout: Annotated[int, Field(ge=0, le=50)] = 0


class DropPending(BaseModel):
    """Whether updates that wait are forgotten."""

    drop_pending_updates: bool = False


class SetWebhook(Kinds, DropPending):
    """Where updates go by themselves."""

    url: str = ""
    secret_token: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,256}$")] = ""
    max_connections: Annotated[int, Field(ge=1, le=100)] = 40
