"""POST /api/session: init data for a session token."""

from __future__ import annotations

from aiohttp import web

from core.errors import InitDataError
from webapp.answers import answer
from webapp.api.me import known_of
from webapp.keys import SERVICES
from webapp.shapes.people import OpenedSession

SCHEME = "tma "


async def open_session(request: web.Request) -> web.Response:
    """Answer with a session token for the Telegram user whom the init data names.

    While the store is down there is none: a page that took the user for signed out would send
    them to their wallet for nothing, and could show them nothing else.
    """
    authorization = request.headers.get("Authorization", "")
    if not authorization.startswith(SCHEME):
        raise InitDataError("none given")
    services = request.app[SERVICES]
    user, token, ends = await services.callers.welcome(authorization[len(SCHEME) :])
    chosen = await services.preferences.meet(user.id, user.language_code)
    known = await known_of(user, chosen, services)
    return answer(
        OpenedSession(
            token=token,
            expires_at=ends,
            user=known.user,
            wallet=known.wallet,
            preferences=known.preferences,
        )
    )
