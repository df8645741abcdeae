"""How we fail: every error as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

import structlog
from aiohttp import web

from core import errors, logs, request_id

STATUSES: dict[type[errors.AppError], HTTPStatus] = {
    errors.AppError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.CallerError: HTTPStatus.UNAUTHORIZED,
    errors.RequestError: HTTPStatus.BAD_REQUEST,
    errors.AddressError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ProofError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.SignInAgainError: HTTPStatus.UNAUTHORIZED,
    errors.RateLimitedError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.PartnerError: HTTPStatus.BAD_GATEWAY,
    errors.PartnerAwayError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.PartnerTimeoutError: HTTPStatus.GATEWAY_TIMEOUT,
    errors.PartnerThrottledError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.PartnerRejectedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.PartnerUnauthorizedError: HTTPStatus.UNAUTHORIZED,
    errors.ConnectError: HTTPStatus.BAD_GATEWAY,
    errors.StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""An error has the status of its nearest ancestor here; its `code` says the rest."""

HTTP_CODES = {
    HTTPStatus.UNAUTHORIZED: errors.CallerError.code,
    HTTPStatus.NOT_FOUND: errors.NotFoundError.code,
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_TIMEOUT: "body_too_slow",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "body_too_large",
    HTTPStatus.SERVICE_UNAVAILABLE: "stopping",
}

log = structlog.get_logger()


def status_of(error: type[errors.AppError]) -> HTTPStatus:
    """Return the status of this class of error."""
    return next(STATUSES[kind] for kind in error.__mro__ if kind in STATUSES)


def code_of(error: Exception) -> str:
    """Return the code of the problem that *error* is: one of those we name, whatever was sent."""
    match error:
        case errors.AppError():
            return error.code
        case web.RequestPayloadError():
            return errors.RequestError.code
        case web.HTTPException():
            return HTTP_CODES.get(HTTPStatus(error.status), errors.RequestError.code)
        case _:
            return errors.AppError.code


def of(request: web.Request, error: Exception) -> web.Response:
    """Return the problem that *error* is, and log it by its code."""
    match error:
        case errors.AppError():
            return _of_ours(request, error)
        case web.RequestPayloadError():
            return _of_ours(request, errors.RequestError("body: cannot be unpacked"))
        case web.HTTPException():
            status = HTTPStatus(error.status)
            allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
            return _problem(status, code_of(error), {}, allow)
        case _:
            # By its class and place: its message may quote a user.
            kind, place = type(error).__name__, logs.place_of(error)
            log.error("crashed", route=_route(request), error=kind, at=place)
            return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, code_of(error), {}, {})


def _of_ours(request: web.Request, error: errors.AppError) -> web.Response:
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
        case errors.RateLimitedError() | errors.PartnerThrottledError() | errors.PartnerAwayError():
            if error.retry_after is not None:
                headers["Retry-After"] = str(error.retry_after)
    return _problem(status, error.code, extra, headers)


def _problem(
    status: HTTPStatus, code: str, extra: dict[str, object], headers: dict[str, str]
) -> web.Response:
    body = {
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "requestId": request_id.current(),
    }
    return web.Response(
        status=status,
        text=json.dumps(body | extra),
        content_type="application/problem+json",
        headers=headers,
    )


def _route(request: web.Request) -> str:
    return request.match_info.route.name or "unnamed"
