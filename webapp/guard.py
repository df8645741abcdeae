"""What surrounds every handler: who may pass, how often, and how it answers when it fails."""

from __future__ import annotations

from time import perf_counter

from aiohttp import web
from aiohttp.typedefs import Handler

from core import metrics, request_id, tally
from core.errors import SessionError
from webapp import problems
from webapp.address import client_address
from webapp.headers import dress
from webapp.keys import CALLER, OUTCOME, SERVICES
from webapp.route import Route

SCHEME = "Bearer "


def guarded(route: Route) -> Handler:
    """Return the route's handler, behind its checks, in front of a name for every failure.

    One frame around the handler where middlewares would be several: a cached answer would cost a
    fifth more.
    """
    handler, needs_caller, rule = route.handler, route.caller, route.rule
    count = tally.of_requests(route.name).add

    async def answer(request: web.Request) -> web.StreamResponse:
        began, outcome = perf_counter(), metrics.OK
        request_id.begin()
        try:
            if needs_caller:
                _identify(request)
            if rule is not None:
                caller = request.get(CALLER)
                await request.app[SERVICES].rate_limits.check(
                    rule, address=client_address(request), user=caller and caller.user
                )
            response = await handler(request)
        except Exception as error:  # noqa: BLE001  # the last resort is in there
            outcome = request[OUTCOME] = problems.code_of(error)
            response = problems.of(request, error)
        dress(request, response)
        count(outcome, perf_counter() - began)
        return response

    return answer


def _identify(request: web.Request) -> None:
    authorization = request.headers.get("Authorization", "")
    if not authorization.startswith(SCHEME):
        raise SessionError("none given")
    request[CALLER] = request.app[SERVICES].callers.known(authorization[len(SCHEME) :])
