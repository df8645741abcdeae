"""Download tickets: whoever holds one may fetch one file for five minutes, without a header.

    ticket = user id "." expiry "." what "." seal
    seal   = BLAKE2b, keyed with SESSION_KEY, over everything before it

Telegram's client fetches a file by its URL alone, so a session token would have to stand in there
with all it allows. BLAKE2's personalisation (RFC 7693, 2.8) keeps the two apart: no ticket is a
session token, though one key seals both.
"""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from core.errors import CallerError
from core.model import UserId

LIFETIME = timedelta(minutes=5)
MAX_CHARACTERS = 256
_PERSON = b"download"
_WHAT = re.compile(r"[A-Za-z0-9_-]{1,100}")
"""It stands in a path as it is, and parts from its neighbours by dots."""


class Ticket(NamedTuple):
    """Whose file it is and which."""

    user: UserId
    what: str


def issue(ticket: Ticket, key: bytes, *, now: datetime) -> tuple[str, datetime]:
    """Return *ticket* sealed, and when it ends; `ValueError` where `what` cannot stand in a URL."""
    if not _WHAT.fullmatch(ticket.what):
        raise ValueError("should be letters, digits, - and _")
    ends = (now + LIFETIME).astimezone(UTC).replace(microsecond=0)
    body = f"{ticket.user}.{int(ends.timestamp())}.{ticket.what}"
    return f"{body}.{_seal(body, key)}", ends


def read(sealed: str, key: bytes, *, now: datetime) -> Ticket:
    """Return what was sealed, or raise `CallerError`: whoever brings it is to ask for another."""
    body, _, seal = sealed.rpartition(".")
    if len(sealed) > MAX_CHARACTERS or not sealed.isascii():
        raise CallerError("malformed")
    if not hmac.compare_digest(_seal(body, key), seal):
        raise CallerError("the seal does not match")
    user, ends, what = body.split(".")
    if now.timestamp() >= int(ends):
        raise CallerError("over")
    return Ticket(UserId(int(user)), what)


def issued(sealed: str) -> int:
    """Return the second, since 1970, in which the ticket that `read` took was issued."""
    _, ends, _ = sealed.split(".", 2)
    return int(ends) - int(LIFETIME.total_seconds())


def _seal(body: str, key: bytes) -> str:
    return blake2b(body.encode(), digest_size=32, key=key, person=_PERSON).hexdigest()
