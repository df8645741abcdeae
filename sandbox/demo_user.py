"""A Telegram user who is not there: init data as Telegram seals it, and Telegram's colours.

Written from Telegram's description alone, so that it checks our reader rather than repeats it.
Source: core.telegram.org/bots/webapps, "Validating data received via the Mini App".
"""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr

USER: dict[str, Any] = {
    "id": 4_294_967_297,  # past 32 bits, as Telegram's ids are
    "first_name": "Ada",
    "last_name": "Lovelace",
    "username": "ada_demo",
    "language_code": "en",
}
"""Came by a link and has not written to the bot: whether it may write is still to be asked."""

SIGNATURE = "A" * 86
"""Telegram's own Ed25519 signature, for third parties: it has to be there, and nobody reads it."""

LIGHT = {
    "bg_color": "#ffffff",
    "text_color": "#000000",
    "hint_color": "#707579",
    "link_color": "#00488f",
    "button_color": "#2481cc",
    "button_text_color": "#ffffff",
    "secondary_bg_color": "#efeff4",
    "bottom_bar_bg_color": "#ffffff",
    "header_bg_color": "#ffffff",
    "accent_text_color": "#2481cc",
    "section_bg_color": "#ffffff",
    "section_header_text_color": "#6d6d71",
    "section_separator_color": "#e0e0e4",
    "subtitle_text_color": "#707579",
    "destructive_text_color": "#d0312f",
}
DARK = {
    "bg_color": "#17212b",
    "text_color": "#f5f5f5",
    "hint_color": "#708499",
    "link_color": "#6ab3f3",
    "button_color": "#5288c1",
    "button_text_color": "#ffffff",
    "secondary_bg_color": "#0e1621",
    "bottom_bar_bg_color": "#17212b",
    "header_bg_color": "#17212b",
    "accent_text_color": "#6ab2f2",
    "section_bg_color": "#17212b",
    "section_header_text_color": "#6ab3f3",
    "section_separator_color": "#101921",
    "subtitle_text_color": "#8798a9",
    "destructive_text_color": "#ec6a68",
}
"""Telegram Desktop's own themes."""

SINCE = {
    "secondary_bg_color": "6.1",
    "header_bg_color": "7.0",
    "accent_text_color": "7.0",
    "section_bg_color": "7.0",
    "section_header_text_color": "7.0",
    "subtitle_text_color": "7.0",
    "destructive_text_color": "7.0",
    "section_separator_color": "7.6",
    "bottom_bar_bg_color": "7.10",
}
"""The clients' versions that brought a colour; the others were there from the first, 6.0."""

NEWEST = "9.0"


def at_least(version: str, wanted: str) -> bool:
    """Tell whether *version* is *wanted* or newer; 7.10 is newer than 7.7."""
    return [int(part) for part in version.split(".")] >= [int(part) for part in wanted.split(".")]


def theme(colours: dict[str, str], version: str) -> dict[str, str]:
    """Return those of *colours* that a client of *version* tells."""
    return {
        name: colour
        for name, colour in colours.items()
        if at_least(version, SINCE.get(name, version))
    }


def init_data(
    bot_token: SecretStr,
    *,
    now: datetime,
    user: dict[str, Any] | None = None,
    start_param: str = "",
    signed: bool = True,
) -> str:
    """Return init data of *user* (the demo user), sealed with *bot_token* at *now*.

    *start_param* is what stood behind `startapp=` in the link; *signed* is whether Telegram's own
    signature is among the fields.
    """
    fields = {
        "auth_date": str(int(now.timestamp())),
        "query_id": "AAEBAAAAAQAAAAEAAAABAAAA",
        "user": json.dumps(user or USER, separators=(",", ":")),
    }
    if signed:
        fields["signature"] = SIGNATURE
    if start_param:
        fields["start_param"] = start_param
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.digest(b"WebAppData", bot_token.get_secret_value().encode(), "sha256")
    return urlencode(fields | {"hash": hmac.digest(key, lines.encode(), "sha256").hex()})
