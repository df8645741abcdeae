"""Session tokens: init data is exchanged once for one of these, which costs little to check.

    token = user id "." when it was issued "." expiry "." profile "." seal
    seal  = BLAKE2b, keyed with SESSION_KEY, over everything before it

BLAKE2 has a keyed mode of its own (RFC 7693, 2.9) and takes a third of the time of an HMAC here:
every request pays for it. The profile (names and language, base64url JSON) rides along, so that
no name is ever stored.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from core.errors import SessionError
from core.model import TelegramUser, UserId

LIFETIME = timedelta(hours=1)
MAX_CHARACTERS = 4096
_PERSON = b"session 2"
"""With the number of the form above: a token of another form has another seal."""


class Session(NamedTuple):
    """A caller known by their token; `issued` and `ends` in seconds since 1970."""

    user: UserId
    issued: int
    ends: int
    profile: str

    def telegram_user(self) -> TelegramUser:
        """Return the names that came with the init data."""
        first, last, username, language = json.loads(urlsafe_b64decode(self.profile))
        return TelegramUser(self.user, first, last, username, language)


def issue(user: TelegramUser, key: bytes, *, now: datetime) -> tuple[str, datetime]:
    """Return a fresh token for *user* and when it ends."""
    issued = now.astimezone(UTC).replace(microsecond=0)
    ends = issued + LIFETIME
    names = [user.first_name, user.last_name, user.username, user.language_code]
    profile = urlsafe_b64encode(
        json.dumps(names, ensure_ascii=False, separators=(",", ":")).encode()
    ).decode()
    known = Session(user.id, int(issued.timestamp()), int(ends.timestamp()), profile)
    return _sealed(known, key), ends


def reissue(session: Session, key: bytes, *, issued: int) -> str:
    """Return a token that takes the place of the one of *session*, and ends when that would."""
    return _sealed(session._replace(issued=issued), key)


def read(token: str, key: bytes, *, now: float) -> Session:
    """Return the caller of *token*, or raise `SessionError`; *now* is in seconds since 1970."""
    body, _, seal = token.rpartition(".")
    if len(token) > MAX_CHARACTERS or not token.isascii():
        raise SessionError("malformed")
    if not hmac.compare_digest(_seal(body, key), seal):
        raise SessionError("the seal does not match")
    user, issued, ends, profile = body.split(".", 3)
    if now >= int(ends):
        raise SessionError("over")
    return Session(UserId(int(user)), int(issued), int(ends), profile)


def _sealed(session: Session, key: bytes) -> str:
    body = f"{session.user}.{session.issued}.{session.ends}.{session.profile}"
    return f"{body}.{_seal(body, key)}"


def _seal(body: str, key: bytes) -> str:
    return blake2b(body.encode(), digest_size=32, key=key, person=_PERSON).hexdigest()
