"""The ways to each screen of someone who is signed in, as a thumb goes them, in any language."""

from __future__ import annotations

from collections.abc import Sequence

from tests.browser.conftest import Phone


def _tab(place: int) -> str:
    return f".tabs button:nth-child({place})"


def _place(place: int) -> str:
    return f".places li:nth-child({place}) button"


WAYS: dict[str, Sequence[str]] = {
    "home": [_tab(1)],
    "earnings": [_tab(2)],
    "day": [_tab(2), ".day", "[aria-live] .button-quiet"],
    "miners": [_tab(3)],
    "miner": [_tab(3), ".long-list button"],
    "forecast": [_tab(4)],
    "more": [_tab(5)],
    "offers": [_tab(5), _place(1)],
    "wallet": [_tab(5), _place(2)],
    "settings": [_tab(5), _place(3)],
}
"""Which buttons lead to each screen."""


async def visit(phone: Phone, name: str) -> None:
    """Go to a screen, and wait for all that is on it."""
    for button in WAYS[name]:
        await phone.app.locator(button).first.click()
        await phone.settled()
