"""Keyboards as Telegram takes them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sandbox.telegram.bot_api.fields import MAX_CALLBACK_BYTES, Button, ReplyMarkup
from sandbox.telegram.bot_api.refusal import bad

MAX_BUTTONS = 100
MAX_COPY_TEXT = 256
_LINKS = {"http", "https", "tg"}

Rows = list[list[dict[str, Any]]]


def rows(markup: ReplyMarkup | None, *, private: bool = True) -> Rows | None:
    """Return the rows of an inline keyboard, None without one; a wrong button is refused.

    A Mini App opens from a button only in *private* chats.
    """
    if markup is None or not markup.inline_keyboard:
        return None
    kept = [row for row in markup.inline_keyboard if row]
    if sum(map(len, kept)) > MAX_BUTTONS:
        raise bad("reply markup is too long")
    return [[_button(button, private=private) for button in row] for row in kept] or None


def _button(button: Button, *, private: bool) -> dict[str, Any]:
    told = button.model_dump(exclude_none=True)
    if len(told) == 1:
        raise bad(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(told) > 2:  # noqa: PLR2004  # the text and one action
        raise bad("can't parse inline keyboard button: only one action is allowed")
    data, copied = button.callback_data, button.copy_text
    if data is not None and not 0 < len(data.encode()) <= MAX_CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if copied is not None and not 0 < len(str(copied.get("text", ""))) <= MAX_COPY_TEXT:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if button.web_app is not None:
        _expect_app(button.web_app.url, private=private)
    if button.url is not None and urlsplit(button.url).scheme not in _LINKS:
        raise bad(f"inline keyboard button URL '{button.url}' is invalid: Unsupported URL protocol")
    return told


def _expect_app(url: str, *, private: bool) -> None:
    """Refuse what Telegram would not open; http is for this machine alone, where it has no TLS."""
    if not private:
        raise bad("BUTTON_TYPE_INVALID")
    parts = urlsplit(url)
    if parts.scheme != "https" and (parts.scheme, parts.hostname) != ("http", "127.0.0.1"):
        raise bad(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
