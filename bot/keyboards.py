"""The bot's buttons."""

from __future__ import annotations

import re

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from bot.asked import Go

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def rows(*given: InlineKeyboardButton | list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Return buttons one below the other, those of a list side by side; empty lists fall out."""
    listed = [row if isinstance(row, list) else [row] for row in given]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in listed if row])


def mini_app(text: str, url: str, payload: str | None = None) -> InlineKeyboardButton:
    """Return the button that opens the Mini App, for private chats: Telegram takes it nowhere else.

    The *payload* (`miner-12`, `earnings-2026-11-21`) names a screen and goes along as
    `tgWebAppStartParam`, where Telegram itself puts that of a direct link. One that Telegram could
    not have made is left out.
    """
    if payload and _PAYLOAD.fullmatch(payload):
        url = f"{url}/?tgWebAppStartParam={payload}"
    return InlineKeyboardButton(text=text, web_app=WebAppInfo(url=url))


def press(text: str, data: CallbackData) -> InlineKeyboardButton:
    """Return a button of a router's own."""
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def go(text: str, to: str, arguments: str = "") -> InlineKeyboardButton:
    """Return a button that asks for what the command *to* does."""
    return press(text, Go(to=to, arguments=arguments))


def private_chat(text: str, username: str) -> InlineKeyboardMarkup:
    """Return the link from a group to the chat with the bot."""
    return rows(InlineKeyboardButton(text=text, url=f"https://t.me/{username}?start"))
