"""The bot's buttons."""

from __future__ import annotations

import re

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def mini_app(text: str, url: str, payload: str | None = None) -> InlineKeyboardMarkup:
    """Return the button that opens the Mini App, for private chats: Telegram takes it nowhere else.

    A deep link's *payload* goes along as `tgWebAppStartParam`, where Telegram itself puts that of
    a direct link. One that Telegram could not have made is left out.
    """
    if payload and _PAYLOAD.fullmatch(payload):
        url = f"{url}/?tgWebAppStartParam={payload}"
    return _one(InlineKeyboardButton(text=text, web_app=WebAppInfo(url=url)))


def private_chat(text: str, username: str) -> InlineKeyboardMarkup:
    """Return the link from a group to the chat with the bot."""
    return _one(InlineKeyboardButton(text=text, url=f"https://t.me/{username}?start"))


def _one(button: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[button]])
