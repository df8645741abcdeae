"""What every answer says about how it may be used."""

from __future__ import annotations

from aiohttp import web
from multidict import CIMultiDict

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
    "Strict-Transport-Security": "max-age=31536000",  # browsers heed it where TLS is in front
    "Server": "miners",  # in place of the names and versions of what it is made of
}
API = {"Cache-Control": "no-store"}
"""A user's figures are kept by no cache on the way."""

JSON = CIMultiDict({"Content-Type": "application/json"} | EVERYWHERE | API)
"""An API answer's headers, made once: they are most of what a small answer costs."""


def dress(request: web.Request, response: web.StreamResponse) -> None:
    """Give *response* the headers of every answer, unless it was made with them."""
    headers = response.headers
    if "Referrer-Policy" in headers:
        return
    headers.update(EVERYWHERE)
    if request.path.startswith("/api/"):
        headers.update(API)
