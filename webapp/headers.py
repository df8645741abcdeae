"""What every answer says about how it may be used."""

from __future__ import annotations

from aiohttp import web

from webapp.page import IMMUTABLE

_POLICY = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # TON Connect's dialog writes its own styles
    "img-src 'self' data: https:",  # miners' and wallets' pictures
    "connect-src 'self' https:",  # wallets' bridges, many and changing
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self' https://web.telegram.org",
]
EVERYWHERE = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers of every answer; the partner's figures are kept by no cache on the way."""
    response.headers.update(EVERYWHERE)
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
    elif request.path.startswith("/assets/") and response.status in {200, 206, 304}:
        response.headers["Cache-Control"] = IMMUTABLE
