"""How we fail: every error as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from core import errors
from webapp.keys import REQUEST_ID

STATUSES: dict[type[errors.AppError], HTTPStatus] = {
    errors.AppError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.CallerError: HTTPStatus.UNAUTHORIZED,
    errors.RequestError: HTTPStatus.BAD_REQUEST,
    errors.AddressError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ProofError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SignInAgainError: HTTPStatus.UNAUTHORIZED,
    errors.RateLimitedError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.PartnerError: HTTPStatus.BAD_GATEWAY,
    errors.PartnerTimeoutError: HTTPStatus.GATEWAY_TIMEOUT,
    errors.PartnerThrottledError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.PartnerRejectedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.PartnerUnauthorizedError: HTTPStatus.UNAUTHORIZED,
    errors.StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""An error has the status of its nearest ancestor here; its `code` says the rest."""

HTTP_CODES = {
    HTTPStatus.UNAUTHORIZED: errors.CallerError.code,
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "body_too_large",
}

log = structlog.get_logger()


def status_of(error: type[errors.AppError]) -> HTTPStatus:
    """Return the status of this class of error."""
    return next(STATUSES[kind] for kind in error.__mro__ if kind in STATUSES)


@web.middleware
async def answer_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give the request an id, and turn whatever goes wrong into a problem that names it."""
    request_id = request[REQUEST_ID] = secrets.token_hex(8)
    structlog.contextvars.bind_contextvars(request_id=request_id)
    try:
        return await handler(request)
    except errors.AppError as error:
        return _present(request, error)
    except web.RequestPayloadError:
        return _present(request, errors.RequestError("body: cannot be unpacked"))
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        status = HTTPStatus(error.status)
        problem = _problem(request_id, status, HTTP_CODES.get(status, "request_invalid"))
        if "Allow" in error.headers:
            problem.headers["Allow"] = error.headers["Allow"]
        return problem
    except Exception:
        log.exception("crashed", method=request.method, route=_route(request))
        return _problem(request_id, HTTPStatus.INTERNAL_SERVER_ERROR, errors.AppError.code)


def _present(request: web.Request, error: errors.AppError) -> web.Response:
    status = status_of(type(error))
    record = log.warning if status >= HTTPStatus.INTERNAL_SERVER_ERROR else log.info
    record("refused", route=_route(request), code=error.code, status=status.value)
    extra: dict[str, object] = {}
    headers: dict[str, str] = {}
    match error:
        case errors.ProofError() | errors.AddressError():
            extra["reason"] = error.reason
        case errors.RequestError():
            extra["detail"] = error.detail
        case errors.PartnerRejectedError():
            extra["detail"] = error.said
        case errors.RateLimitedError() | errors.PartnerThrottledError():
            if error.retry_after is not None:
                headers["Retry-After"] = str(error.retry_after)
    return _problem(request[REQUEST_ID], status, error.code, extra, headers)


def _problem(
    request_id: str,
    status: HTTPStatus,
    code: str,
    extra: dict[str, object] | None = None,
    headers: dict[str, str] | None = None,
) -> web.Response:
    body = {"title": status.phrase, "status": status.value, "code": code, "requestId": request_id}
    return web.Response(
        status=status,
        text=json.dumps(body | (extra or {})),
        content_type="application/problem+json",
        headers=headers,
    )


def _route(request: web.Request) -> str:
    """Return the route's name; one without may have a secret path, as the bot's webhook has."""
    return request.match_info.route.name or "unnamed"
