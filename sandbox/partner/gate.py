"""Who may ask what: key, JWT, shape, time and signature, in this order, before any operation."""

from __future__ import annotations

import hmac
from datetime import datetime
from http import HTTPStatus

from aiohttp import web
from pydantic import ValidationError

from sandbox.partner.accounts import number_of
from sandbox.partner.desk import Ask, Desk
from sandbox.partner.operations import Access, Operation
from sandbox.partner.refusal import RefusedError
from sandbox.partner.requests import Init, Nothing, OfPartnerUser, SignedBody, SignedQuery
from sandbox.partner.signature import check_signature, check_time, signed_body, signed_query
from sandbox.partner.wire import read_body, read_query

KEY_HEADER = "X-PARTNER-API-KEY"


async def admit(
    request: web.Request, operation: Operation, desk: Desk, now: datetime
) -> Ask[Nothing]:
    """Return what is asked and for whom, or refuse."""
    _check_key(request, operation, desk)
    user = _bearer(request, operation, desk, now)
    fields, signed = await _fields(request, operation)
    if isinstance(fields, SignedBody | SignedQuery):
        check_time(fields.timestamp, fields.recv_window, now)
        check_signature(signed, fields.signature, desk.options.api_secret)
    if isinstance(fields, OfPartnerUser) and not isinstance(fields, Init):
        user = desk.accounts.known(number_of("partner", fields.partner_user_id)).number
    images = desk.options.image_base_url or f"{request.scheme}://{request.host}"
    return Ask(fields, user, now, images)


def _check_key(request: web.Request, operation: Operation, desk: Desk) -> None:
    """Refuse a wrong key, even where none is needed: it is the operator's mistake.

    With 403, since 401 is what makes a caller renew the user's JWT.
    """
    needed = operation.access in {Access.KEY, Access.SIGNED} or (
        operation.client_to_server and desk.options.require_key_on_c2s
    )
    shown = request.headers.get(KEY_HEADER)
    if shown is None and not needed:
        return
    if not hmac.compare_digest(_bytes(shown or ""), _bytes(desk.options.api_key)):
        raise RefusedError(HTTPStatus.FORBIDDEN, f"{KEY_HEADER} is missing or unknown")


def _bearer(request: web.Request, operation: Operation, desk: Desk, now: datetime) -> int:
    if operation.access not in {Access.USER, Access.RENEWAL}:
        return 0
    scheme, _, jwt = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "Authorization should be a Bearer JWT")
    return desk.tokens.owner(jwt, now, ended=operation.access is Access.RENEWAL)


async def _fields(request: web.Request, operation: Operation) -> tuple[Nothing, bytes]:
    """Return the checked fields and the bytes a signature over them covers."""
    sent: dict[str, object]
    if operation.method == "GET":
        raw = request.raw_path.partition("?")[2]
        sent = dict(read_query(raw))
        signed = signed_query(raw) if issubclass(operation.takes, SignedQuery) else b""
    else:
        if request.content_type != "application/json":
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the body should be JSON")
        sent = read_body(await request.read())
        signed = signed_body(sent) if issubclass(operation.takes, SignedBody) else b""
    try:
        return operation.takes.model_validate(sent), signed
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise RefusedError(
            HTTPStatus.BAD_REQUEST, f"{where}: {fault['msg'].removeprefix('Value error, ')}"
        ) from None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
