"""/api/me: who signed in as the caller, and the end of it."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web

from webapp.answers import answer
from webapp.keys import CALLER, SERVICES
from webapp.shapes.envelope import Array
from webapp.shapes.own_data import SignInShape, SparedSession


async def index(request: web.Request) -> web.Response:
    """Answer with the caller's latest sign-ins, the last one first."""
    sign_ins = await request.app[SERVICES].sign_ins.of(request[CALLER].user)
    return answer(Array[SignInShape](array=[SignInShape.of(each) for each in sign_ins]))


async def sign_out_everywhere(request: web.Request) -> web.Response:
    """Sign the caller out and end all their sessions; answer with one in place of this one."""
    caller, services = request[CALLER], request.app[SERVICES]
    since = await services.sign_ins.sign_out_everywhere(caller.user)
    return answer(
        SparedSession(
            token=services.callers.spare(caller, since=since),
            expires_at=datetime.fromtimestamp(caller.ends, UTC),
        )
    )
