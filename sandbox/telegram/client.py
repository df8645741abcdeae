"""The client's own page, and what it needs to open the Mini App: init data sealed just now."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from core.settings import Settings
from sandbox import demo_user
from sandbox.telegram.bot_api import Telegram
from sandbox.telegram.languages import LANGUAGES, language_of
from webapp.page import NAME

CLIENT = "/telegram"
FILES = "/sandbox/telegram/{name}"
LAUNCH = "/sandbox/telegram/launch"

SIGNED_SINCE = "8.0"
"""Older clients hand out init data without Telegram's own signature."""

_VERSION = re.compile(r"\d{1,3}\.\d{1,3}")
_START_PARAM = re.compile(r"[\w-]{0,512}", re.ASCII)
_PAGE = Path(__file__).with_name("page")
_FOUND = {file.name: file for file in _PAGE.iterdir() if file.suffix in {".css", ".js"}}
_POLICY = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
]
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class TelegramClient:
    """The client of one stage; it vouches for the demo user to whoever is on loopback."""

    settings: Settings
    telegram: Telegram
    now: Callable[[], datetime]

    def add_to(self, app: web.Application) -> None:
        """Serve the client's page, its parts, and what it launches the Mini App with."""
        app.add_routes(
            [
                web.get(CLIENT, client),
                web.get(LAUNCH, self.launch),
                web.get(FILES, part),
            ]
        )

    async def launch(self, request: web.Request) -> web.Response:
        """Answer with what a client of `version` launches with, and with its own looks."""
        version, language, start = _asked(request)
        sealed = demo_user.init_data(
            self.settings.bot_token,
            now=self.now(),
            user=self._user(LANGUAGES[language]),
            start_param=start,
            signed=demo_user.at_least(version, SIGNED_SINCE),
        )
        return web.json_response(
            {
                "name": NAME,
                "initData": sealed,
                "looks": {"light": demo_user.LIGHT, "dark": demo_user.DARK},
                "themes": {
                    "light": demo_user.theme(demo_user.LIGHT, version),
                    "dark": demo_user.theme(demo_user.DARK, version),
                },
            },
            headers=_HEADERS,
        )

    def _user(self, language_code: str) -> dict[str, Any]:
        """Return the demo user as the Mini App is told of them."""
        user = demo_user.USER | {"language_code": language_code}
        writable = self.telegram.meet(user | {"is_bot": False}).writable
        return user | ({"allows_write_to_pm": True} if writable else {})


def _asked(request: web.Request) -> tuple[str, str, str]:
    """Return the version, the language and the start param; what no client would say is refused."""
    version = request.query.get("version", demo_user.NEWEST)
    start = request.query.get("start", "")
    if not _VERSION.fullmatch(version):
        raise web.HTTPBadRequest(text="version should be like 8.0")
    language = language_of(request)
    if not _START_PARAM.fullmatch(start):
        raise web.HTTPBadRequest(text="start should be at most 512 of A-Z a-z 0-9 _ -")
    return version, language, start


async def client(_: web.Request) -> web.FileResponse:
    """Answer with the client's page."""
    return web.FileResponse(_PAGE / "client.html", headers=_HEADERS)


async def part(request: web.Request) -> web.FileResponse:
    """Answer with a file the page is made of; only names found at the start are served."""
    file = _FOUND.get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    return web.FileResponse(file, headers=_HEADERS)
