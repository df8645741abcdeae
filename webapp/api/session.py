"""POST /api/session: init data for a session token."""

from __future__ import annotations

from aiohttp import web

from core.errors import InitDataError
from webapp.answers import answer
from webapp.keys import SERVICES
from webapp.shapes.people import OpenedSession, User

SCHEME = "tma "


async def open_session(request: web.Request) -> web.Response:
    """Answer with a session token for the Telegram user whom the init data names."""
    authorization = request.headers.get("Authorization", "")
    if not authorization.startswith(SCHEME):
        raise InitDataError("none given")
    user, token, ends = request.app[SERVICES].callers.welcome(authorization[len(SCHEME) :])
    return answer(OpenedSession(token=token, expires_at=ends, user=User.of(user)))
