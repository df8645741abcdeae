"""Telegram with one bot: its chats, and what the people in them do."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from sandbox.telegram.bot_api.about import About
from sandbox.telegram.bot_api.chats import Chat, Message, Person
from sandbox.telegram.bot_api.files import Files
from sandbox.telegram.bot_api.pace import Pace
from sandbox.telegram.bot_api.questions import Question, Questions
from sandbox.telegram.bot_api.refusal import RefusedError, bad
from sandbox.telegram.bot_api.updates import Updates

MAX_CHATS = 20_000
MAX_WRITTEN = 4096
MAX_INLINE_QUERY = 256


class Telegram:
    """What Telegram knows of one bot; *now* is in epoch seconds and dates the messages."""

    def __init__(
        self,
        token: str,
        *,
        username: str = "miners_demo_bot",
        name: str = "GoMining",
        now: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.now = now
        self.bot: Person = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "has_main_web_app": True,
        }
        self.about = About()
        self.files = Files()
        self.pace = Pace()
        self.updates = Updates()
        self.questions = Questions(time.monotonic)
        self._chats: OrderedDict[int, Chat] = OrderedDict()

    def chat(self, user: int) -> Chat:
        """Return the chat with a user; a bot knows none but those who came to it."""
        try:
            return self._chats[user]
        except KeyError:
            raise bad("chat not found") from None

    def meet(self, person: Person) -> Chat:
        """Return the chat of a user who looks at it, as they are called by now."""
        chat = self._chats.setdefault(person["id"], Chat(person))
        chat.person = person
        if len(self._chats) > MAX_CHATS:
            self._chats.popitem(last=False)
        return chat

    def write(self, person: Person, text: str) -> Message:
        """Have a user write to the bot."""
        if not 0 < len(text.strip()) <= MAX_WRITTEN:
            raise bad("message text is empty" if not text.strip() else "message is too long")
        content: dict[str, Any] = {"text": text.strip()}
        if text.startswith("/"):
            command = text.split(maxsplit=1)[0]
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        return self.post(person, content, {})

    def post(
        self,
        person: Person,
        content: dict[str, Any],
        extra: dict[str, Any],
        keyboard: list[list[dict[str, Any]]] | None = None,
    ) -> Message:
        """Have a user send a message; who blocked the bot and writes has unblocked it."""
        chat = self.meet(person)
        if chat.blocked:
            self.block(person, blocked=False)
        chat.writable = True
        message = chat.add(person, self.now(), content, extra=extra, keyboard=keyboard)
        self.updates.add("message", message.json(chat))
        return message

    def press(self, person: Person, message: int, data: str) -> Question:
        """Have a user press a button; the bot's answer is what they are told."""
        chat = self.meet(person)
        found = chat.message(message)
        if found is None or data not in _data(found):
            raise bad("MESSAGE_ID_INVALID")
        question = self.questions.ask()
        self.updates.add(
            "callback_query",
            {
                "id": question.id,
                "from": person,
                "message": found.json(chat),
                "chat_instance": str(person["id"]),
                "data": data,
            },
        )
        return question

    def look_up(self, person: Person, query: str) -> Question:
        """Have a user write the bot's name and a query; the bot's answer are results to send."""
        if len(query) > MAX_INLINE_QUERY:
            raise bad("query is too long")
        question = self.questions.ask()
        asked = {"id": question.id, "from": person, "query": query, "offset": ""}
        self.updates.add("inline_query", asked | {"chat_type": "sender"})
        return question

    def choose(self, person: Person, question: str, result: str) -> Message:
        """Have a user send one of the results that a query brought."""
        answer = self.questions.find(question).answer or {"results": {}}
        offered = answer["results"].get(result)
        if offered is None:
            raise bad("RESULT_ID_INVALID")
        extra = {"via_bot": self.bot}
        return self.post(person, dict(offered["content"]), extra, offered["keyboard"])

    def allow(self, person: Person) -> None:
        """Have a user let the bot write, as a Mini App may ask."""
        chat = self.meet(person)
        if not chat.writable:
            chat.writable = True
            allowed = {"write_access_allowed": {"from_request": True}}
            self.updates.add("message", chat.add(person, self.now(), allowed).json(chat))

    def block(self, person: Person, *, blocked: bool = True) -> None:
        """Have a user block the bot, or let it speak again."""
        chat = self.meet(person)
        was, chat.blocked = chat.blocked, blocked
        if was == blocked:
            return
        chat.bell.ring()
        states = ["member", "kicked"] if blocked else ["kicked", "member"]
        old, new = ({"user": self.bot, "status": state, "until_date": 0} for state in states)
        self.updates.add(
            "my_chat_member",
            {
                "chat": chat.json,
                "from": person,
                "date": int(self.now()),
                "old_chat_member": old,
                "new_chat_member": new,
            },
        )

    def expect_token(self, token: str) -> None:
        """Refuse who is not the bot."""
        if token != self.token:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "Unauthorized")


def _data(message: Message) -> set[str]:
    rows = message.keyboard or []
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}
