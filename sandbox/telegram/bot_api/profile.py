"""The methods by which a bot says what it is: commands, texts and the menu button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.telegram.bot_api import fields
from sandbox.telegram.bot_api.messages import Uploads
from sandbox.telegram.bot_api.telegram import Telegram


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


def setting(name: str) -> Callable[[Telegram, Any, Uploads], object]:
    """Return the method that keeps this text of the bot's, by language."""

    def keep(telegram: Telegram, asked: fields.ByLanguage, _: Uploads) -> bool:
        telegram.about.set_text(name, asked.language_code, getattr(asked, name))
        return True

    return keep


def telling(name: str) -> Callable[[Telegram, Any, Uploads], object]:
    """Return the method that tells it."""

    def tell(telegram: Telegram, asked: fields.ByLanguage, _: Uploads) -> object:
        return {name: telegram.about.text(name, asked.language_code)}

    return tell
