"""/api/me: who is asking, and everything kept about them."""

from __future__ import annotations

from aiohttp import web

from webapp.answers import answer, answer_true
from webapp.keys import CALLER, SERVICES
from webapp.shapes.people import Me, User, Wallet


async def show(request: web.Request) -> web.Response:
    """Answer with the caller and the wallet they signed in with."""
    caller = request[CALLER]
    linked = await request.app[SERVICES].login.wallet(caller.user)
    wallet = linked and Wallet.of(linked)
    return answer(Me(user=User.of(caller.telegram_user()), wallet=wallet))


async def forget(request: web.Request) -> web.Response:
    """Delete everything kept about the caller."""
    await request.app[SERVICES].login.forget(request[CALLER].user)
    return answer_true()
