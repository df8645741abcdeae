"""A private chat: who is in it, what was said, and whether the bot may speak."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from sandbox.telegram.bot_api.refusal import BLOCKED, STRANGER, RefusedError, bad
from sandbox.telegram.bot_api.updates import Bell

MAX_MESSAGES = 200
"""In a chat; past it the oldest are gone, and cannot be edited any more."""

TYPING_SECONDS = 5.0

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)

Person = dict[str, Any]
"""A user as the Bot API tells them: `id`, `first_name`, `language_code` and so on."""


@dataclass(slots=True)
class Message:
    """One message; `content` holds the fields of a text, a photo or a document."""

    id: int
    date: int
    author: Person
    content: dict[str, Any]
    keyboard: list[list[dict[str, Any]]] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def json(self, chat: Chat) -> dict[str, Any]:
        """Return the message as the Bot API tells it."""
        told = {
            "message_id": self.id,
            "from": self.author,
            "chat": chat.json,
            "date": self.date,
            **self.content,
            **self.extra,
        }
        return told | (
            {"reply_markup": {"inline_keyboard": self.keyboard}} if self.keyboard else {}
        )


class Chat:
    """What one user and the bot have said; `bell` rings when anything in it changes."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.bell = Bell()
        self.writable = False
        """The user wrote first, or allowed the bot to."""
        self.blocked = False
        self.typing_until = 0.0
        self._messages: OrderedDict[int, Message] = OrderedDict()
        self._last = 0

    @property
    def json(self) -> dict[str, Any]:
        """The chat as the Bot API tells it."""
        names = ("first_name", "last_name", "username")
        told = {name: self.person[name] for name in names if name in self.person}
        return {"id": self.person["id"], "type": "private", **told}

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Everything that was said, oldest first."""
        return [message.json(self) for message in self._messages.values()]

    def expect_writable(self) -> None:
        """Refuse a bot that the user does not want to hear."""
        if self.blocked:
            raise RefusedError(HTTPStatus.FORBIDDEN, BLOCKED)
        if not self.writable:
            raise RefusedError(HTTPStatus.FORBIDDEN, STRANGER)

    def add(self, author: Person, date: float, content: dict[str, Any], **rest: Any) -> Message:  # noqa: ANN401  # Message's fields
        """Return a message that has just been sent."""
        self._last += 1
        message = self._messages[self._last] = Message(
            self._last, int(date), author, content, **rest
        )
        if len(self._messages) > MAX_MESSAGES:
            self._messages.popitem(last=False)
        self.typing_until = 0.0
        self.bell.ring()
        return message

    def message(self, number: int) -> Message | None:
        """Return a message, None if it is gone."""
        return self._messages.get(number)

    def own(self, number: int) -> Message:
        """Return a message of the bot's to edit."""
        message = self._messages.get(number)
        if message is None:
            raise bad("message to edit not found")
        if not message.author.get("is_bot"):
            raise bad("message can't be edited")
        return message

    def edit(
        self,
        message: Message,
        date: float,
        content: dict[str, Any],
        keyboard: list[list[dict[str, Any]]] | None,
    ) -> Message:
        """Give a message other content and another keyboard; one of them has to differ."""
        if (content, keyboard) == (message.content, message.keyboard):
            raise bad(NOT_MODIFIED)
        message.content, message.keyboard = content, keyboard
        message.extra = {**message.extra, "edit_date": int(date)}
        self.bell.ring()
        return message

    def delete(self, number: int) -> None:
        """Take a message away."""
        if self._messages.pop(number, None) is None:
            raise bad("message to delete not found")
        self.bell.ring()
