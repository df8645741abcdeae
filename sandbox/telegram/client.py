"""The client's own page, and what it needs to open the Mini App: init data sealed just now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from core.settings import Settings
from sandbox import demo_user
from webapp.page import NAME

CLIENT = "/telegram"
FILES = "/sandbox/telegram/{name}"
LAUNCH = "/sandbox/telegram/launch"

LANGUAGES = {
    "en": "en",
    "ru": "ru",
    "es": "es",
    "de": "de",
    "tr": "tr",
    "pt-BR": "pt-br",
    "zh-CN": "zh-hans",
}
"""The page's languages, and the names of Telegram's own language packs for them."""

SIGNED_SINCE = "8.0"
"""Older clients hand out init data without Telegram's own signature."""

_VERSION = re.compile(r"\d{1,3}\.\d{1,3}")
_START_PARAM = re.compile(r"[\w-]{0,512}", re.ASCII)
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
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

    def add_to(self, app: web.Application) -> None:
        """Serve the client: its page, the files found beside it now, and how to launch."""
        page = Path(__file__).with_name("page")
        found = {file.name: file for file in page.iterdir() if file.suffix in _TYPES}

        def answer(name: str) -> web.Response:
            if name not in found:
                raise web.HTTPNotFound
            file = found[name]
            return web.Response(
                body=file.read_bytes(),
                content_type=_TYPES[file.suffix],
                charset="utf-8",
                headers=_HEADERS,
            )

        async def client(_: web.Request) -> web.Response:
            return answer("client.html")

        async def part(request: web.Request) -> web.Response:
            return answer(request.match_info["name"])

        app.add_routes(
            [
                web.get(CLIENT, client),
                web.get(LAUNCH, self.launch),
                web.get(FILES, part),
            ]
        )

    async def launch(self, request: web.Request) -> web.Response:
        """Answer with init data and themes as a client of `version` gives them, and its own looks."""
        version = request.query.get("version", demo_user.NEWEST)
        language = request.query.get("language", "en")
        start = request.query.get("start", "")
        if not _VERSION.fullmatch(version):
            raise web.HTTPBadRequest(text="version should be like 8.0")
        if language not in LANGUAGES:
            raise web.HTTPBadRequest(text=f"language should be one of {', '.join(LANGUAGES)}")
        if not _START_PARAM.fullmatch(start):
            raise web.HTTPBadRequest(text="start should be at most 512 of A-Z a-z 0-9 _ -")
        sealed = demo_user.init_data(
            self.settings.bot_token,
            now=datetime.now(UTC),
            user=demo_user.USER | {"language_code": LANGUAGES[language]},
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
