"""Who may pass: the declared session and rate limit of a route, before its handler."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from core.errors import SessionError
from core.rate_limit import Rule
from webapp.address import client_address
from webapp.keys import CALLER, SERVICES

SCHEME = "Bearer "


def guarded(handler: Handler, *, caller: bool, rule: Rule | None) -> Handler:
    """Return *handler* behind its checks: a caller who is known, within the limits of *rule*."""

    async def pass_on(request: web.Request) -> web.StreamResponse:
        services = request.app[SERVICES]
        user = None
        if caller:
            authorization = request.headers.get("Authorization", "")
            if not authorization.startswith(SCHEME):
                raise SessionError("none given")
            known = request[CALLER] = services.callers.known(authorization[len(SCHEME) :])
            user = known.user
        if rule is not None:
            await services.rate_limits.check(rule, address=client_address(request), user=user)
        return await handler(request)

    return pass_on
