"""Drawing a span for each request, where the operator has traces collected."""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler

from core import metrics, request_id
from core.observing import traces
from webapp.keys import OUTCOME
from webapp.route import Route


def traced(route: Route, handler: Handler) -> Handler:
    """Return *handler* inside a span; whom a stranger's header calls its parent is ignored."""

    async def answer(request: web.Request) -> web.StreamResponse:
        with traces.span(route.name, traces.Kind.ANSWERED) as span:
            response = await handler(request)
            outcome = request.get(OUTCOME, metrics.OK)
            span.mark(outcome=outcome, status=response.status, request_id=request_id.current())
        return response

    return answer
