"""The languages that the client can be in."""

from __future__ import annotations

from aiohttp import web

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


def language_of(request: web.Request) -> str:
    """Return the page's language; what is none is refused."""
    language = request.query.get("language", "en")
    if language not in LANGUAGES:
        raise web.HTTPBadRequest(text=f"language should be one of {', '.join(LANGUAGES)}")
    return language
