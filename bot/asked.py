"""What a user asks for, however they ask: by command, by deep link, by a button of ours.

One name goes for all of them, and for the Mini App's screens, too: `/earnings`, the link
`?start=earnings-2026-11-21`, the button `Go(to="earnings")`, the link `?startapp=earnings`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, TelegramObject

START = "start"

_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.ASCII | re.DOTALL)
_DEEP_LINK = re.compile(r"([a-z]{1,32})(?:-([A-Za-z0-9_-]{1,62}))?")


class Go(CallbackData, prefix="go"):
    """A button that asks for what the command of this name does, with its arguments."""

    to: str
    arguments: str = ""


class Request(NamedTuple):
    """What is asked for."""

    name: str
    arguments: str


class Asked(Filter):
    """Lets through who asks for one of *names*; the handler is given the `arguments`."""

    def __init__(self, *names: str) -> None:
        self._names = names

    async def __call__(self, event: TelegramObject) -> bool | dict[str, str]:
        """Return what to hand the handler, or False."""
        request = request_in(event)
        if request is None or request.name not in self._names:
            return False
        return {"arguments": request.arguments}


def request_in(event: TelegramObject) -> Request | None:
    """Return what the event asks for by name; None for talk, and for other buttons."""
    match event:
        case Message():
            return _written(event.text or "")
        case CallbackQuery():
            return _pressed(event.data or "")
    return None


def _written(text: str) -> Request | None:
    command = _COMMAND.fullmatch(text)
    if command is None:
        return None
    name, arguments = command[1].lower(), (command[2] or "").strip()
    link = _DEEP_LINK.fullmatch(arguments)
    if name == START and link is not None:
        return Request(link[1], link[2] or "")
    return Request(name, arguments)


def _pressed(data: str) -> Request | None:
    try:
        to = Go.unpack(data)
    except (TypeError, ValueError):  # another button, or one of an older version
        return None
    return Request(to.to, to.arguments)
