"""The partner's side of API-KEY-WITH-SIGNATURE: written apart from our client, to check it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus

from sandbox.partner.refusal import RefusedError

DEFAULT_WINDOW_MS = 5000
MAX_WINDOW_MS = 60_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AHEAD_MS = 1000
"""How far a caller's clock may be ahead of ours."""


def signed_body(body: Mapping[str, object]) -> bytes:
    """Return the bytes that were signed: the body as received, compact, less its signature."""
    kept = {name: value for name, value in body.items() if name != "signature"}
    if any(value is None or isinstance(value, float) for value in kept.values()):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "a signed body holds no null and no fraction")
    try:
        return json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError) as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body should be plain JSON") from error


def signed_query(raw: str) -> bytes:
    """Return the bytes that were signed: the query as received, less its one signature pair."""
    pairs = raw.split("&")
    kept = [pair for pair in pairs if not pair.startswith("signature=")]
    if len(kept) != len(pairs) - 1:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "signature should be given once")
    return "&".join(kept).encode()


def check_time(timestamp: int, window: int, now: datetime) -> None:
    """Refuse a request from the future, or one older than its window; all in milliseconds."""
    at = (now - EPOCH) // timedelta(milliseconds=1)
    if timestamp >= at + AHEAD_MS:
        raise RefusedError(
            HTTPStatus.BAD_REQUEST, "timestamp is ahead of the server's time by a second or more"
        )
    if at - timestamp > window:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "timestamp is outside of the recvWindow")


def check_signature(signed: bytes, signature: str, secret: str) -> None:
    """Refuse a signature (64 hex digits, either case) that was not made with *secret*."""
    made = hmac.new(secret.encode(), signed, sha256).hexdigest()
    if not hmac.compare_digest(made, signature.lower()):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "signature is not valid for this request")
