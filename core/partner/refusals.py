"""What a reply that is no answer means: from status and body to the error with a name."""

from __future__ import annotations

import json
import math
import re
from http import HTTPStatus

from core.errors import (
    PartnerBrokenError,
    PartnerError,
    PartnerRejectedError,
    PartnerThrottledError,
    PartnerUnauthorizedError,
)
from core.partner.clock import unix_time
from core.partner.transport import Reply

SAID_CHARS = 200
MAX_RETRY_AFTER = 86_400
"""Seconds; whoever asks us to wait longer than a day is not believed to the letter."""
READ_BYTES = 16_384
"""Longer reasons are not looked into."""

_OF_TIME = re.compile(rb"timestamp|recv_?window", re.IGNORECASE)


def refusal(reply: Reply, now: float) -> PartnerError:
    """Return the error that *reply*, whose status is not 2xx, stands for.

    *now* is the partner's time in Unix seconds. A page of HTML is a gateway's word, not the
    partner's, except that 401 is 401.
    """
    status = reply.status
    if status == HTTPStatus.UNAUTHORIZED:
        return PartnerUnauthorizedError(status, said(reply.body))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return PartnerThrottledError(retry_after(reply.retry_after, now))
    if is_4xx(status) and not reply.body.lstrip().startswith(b"<"):
        return PartnerRejectedError(status, said(reply.body))
    return PartnerBrokenError(f"status {status}")


def is_4xx(status: int) -> bool:
    """Return whether *status* lays the fault on the request."""
    return status // 100 == 4  # noqa: PLR2004  # 4xx


def speaks_of_time(reply: Reply) -> bool:
    """Return whether the partner seems to refuse the time of a signed request.

    Its document lists no status but 500 for errors, so that one is listened to as well.
    """
    refused = HTTPStatus.BAD_REQUEST <= reply.status <= HTTPStatus.INTERNAL_SERVER_ERROR
    return refused and _OF_TIME.search(reply.body, 0, READ_BYTES) is not None


def retry_after(header: str | None, now: float) -> int | None:
    """Return the seconds a `Retry-After` header names, by number or by date (RFC 9110, 10.2.3)."""
    if header is None:
        return None
    header = header.strip()
    if header.isascii() and header.isdigit():
        # The length first: a number of thousands of digits is refused by `int`.
        return MAX_RETRY_AFTER if len(header) > len(str(MAX_RETRY_AFTER)) else _bounded(int(header))
    until = unix_time(header)
    return None if until is None else _bounded(math.ceil(until - now))


def _bounded(seconds: int) -> int:
    return min(max(seconds, 0), MAX_RETRY_AFTER)


def said(body: bytes) -> str:
    """Return the partner's own words in an error body, cut short; empty where there are none."""
    try:
        told = json.loads(body[:READ_BYTES].decode())
    except (ValueError, RecursionError):
        return ""
    text = " ".join("".join(c if c.isprintable() else " " for c in _words(told)).split())
    return text[:SAID_CHARS]


def _words(told: object, depth: int = 3) -> str:
    if isinstance(told, str):
        return told
    if depth == 0:
        return ""
    if isinstance(told, list):
        return "; ".join(filter(None, (_words(each, depth - 1) for each in told)))
    if isinstance(told, dict):
        named = (_words(told.get(name), depth - 1) for name in ("description", "message", "error"))
        return next(filter(None, named), "")
    return ""
