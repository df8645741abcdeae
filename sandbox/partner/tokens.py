"""JWTs and refresh tokens: a JWT is forged by nobody and ends, a refresh token works once."""

from __future__ import annotations

import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import OrderedDict
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from sandbox.partner.answers import Tokens
from sandbox.partner.refusal import RefusedError

REFRESH_TTL = timedelta(days=30)
MAX_REFRESH_TOKENS = 100_000
"""Past it the oldest stop working: their users sign in again."""

HEADER = urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=").decode()


class TokenDesk:
    """Issues token pairs, reads JWTs, and takes a refresh token back once.

    JWTs are sealed by a key made of the API secret, so they outlive a restart; refresh tokens
    do not.
    """

    def __init__(self, api_secret: str, ttl: int) -> None:
        self._key = sha256(b"jwt|" + api_secret.encode()).digest()
        self._ttl = ttl
        self._live: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def issue(self, user: int, now: datetime) -> Tokens:
        """Return a fresh pair; `exp` is `iat` plus the ttl, in whole seconds."""
        issued = int(now.timestamp())
        claims = {"id": user, "iat": issued, "exp": issued + self._ttl}
        refresh = secrets.token_urlsafe(32)
        self._live[refresh] = (user, now + REFRESH_TTL)
        if len(self._live) > MAX_REFRESH_TOKENS:
            self._live.popitem(last=False)
        return Tokens(
            jwt_token=self._seal({**claims, "jti": secrets.token_hex(8)}), refresh_token=refresh
        )

    def owner(self, jwt: str, now: datetime, *, ended: bool = False) -> int:
        """Return whose JWT it is; *ended* lets one pass that has expired."""
        claims = self._open(jwt)
        if not ended and now.timestamp() >= claims["exp"]:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "jwt expired")
        return int(claims["id"])

    def renew(self, user: int, refresh: str, now: datetime) -> Tokens:
        """Take a refresh token of *user* out of use and return a fresh pair."""
        owner, expires = self._live.get(refresh, (None, now))
        if owner != user or expires <= now:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "this refresh token does not work")
        del self._live[refresh]
        return self.issue(user, now)

    def _seal(self, claims: dict[str, Any]) -> str:
        body = f"{HEADER}.{_segment(json.dumps(claims, separators=(',', ':')).encode())}"
        return f"{body}.{self._seal_of(body)}"

    def _open(self, jwt: str) -> dict[str, Any]:
        body, _, seal = jwt.rpartition(".")
        # The header is under the seal, so it is ours whenever the seal is.
        if not jwt.isascii() or not hmac.compare_digest(self._seal_of(body), seal):
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "jwt malformed")
        claims = body.partition(".")[2]
        opened: dict[str, Any] = json.loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        return opened

    def _seal_of(self, body: str) -> str:
        return _segment(hmac.digest(self._key, body.encode(), "sha256"))


def _segment(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
