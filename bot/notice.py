"""What a pressed button answers with, beside or instead of another screen."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 200
"""Characters that Telegram shows."""


@dataclass(slots=True)
class Notice:
    """A line on top of the chat, or with `alert` a window to close; plain text, empty for none."""

    text: str = ""
    alert: bool = False
