"""What a bot tells of itself, by language and by place."""

from __future__ import annotations

from typing import Any

from sandbox.telegram.bot_api.fields import MenuButton, Scope
from sandbox.telegram.bot_api.refusal import bad

MAX_ENTRIES = 1_000
"""Of languages and scopes together."""


class About:
    """A bot's commands, descriptions and menu buttons."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, int | None, str], list[dict[str, str]]] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self._buttons: dict[int | None, dict[str, Any]] = {}

    def set_commands(self, scope: Scope, language: str, commands: list[dict[str, str]]) -> None:
        """Keep the commands of one scope and language; none forgets them."""
        if len(self._commands) >= MAX_ENTRIES:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        key = (scope.type, scope.chat_id, language)
        self._commands.pop(key, None)
        if commands:
            self._commands[key] = commands

    def own_commands(self, scope: Scope, language: str) -> list[dict[str, str]]:
        """Return the commands of exactly this scope and language."""
        return self._commands.get((scope.type, scope.chat_id, language), [])

    def commands_for(self, chat: int, language: str) -> list[dict[str, str]]:
        """Return the commands that a user of *language* sees in their private chat.

        Source: core.telegram.org/bots/api#determining-list-of-commands.
        """
        for kind, own in (("chat", chat), ("all_private_chats", None), ("default", None)):
            for spoken in (language, ""):
                if found := self._commands.get((kind, own, spoken)):
                    return found
        return []

    def set_text(self, name: str, language: str, text: str) -> None:
        """Keep a description or a name in a language; an empty one forgets it."""
        self._texts.pop((name, language), None)
        if text:
            self._texts[name, language] = text

    def text(self, name: str, language: str) -> str:
        """Return what is said to users of *language*."""
        return self._texts.get((name, language)) or self._texts.get((name, ""), "")

    def set_button(self, chat: int | None, button: MenuButton) -> None:
        """Keep the menu button of a chat, or of all others."""
        if button.type == "web_app" and (button.web_app is None or not button.text):
            raise bad('can\'t parse menu button: field "web_app" must be of type Object')
        if len(self._buttons) >= MAX_ENTRIES and chat not in self._buttons:
            raise bad("too many menu buttons")
        self._buttons[chat] = button.model_dump(exclude_none=True, exclude_defaults=False)

    def button(self, chat: int | None) -> dict[str, Any]:
        """Return the menu button that a chat shows."""
        own = self._buttons.get(chat, {"type": "default"})
        return own if own["type"] != "default" else self._buttons.get(None, own)
