"""When to renew a JWT, by what it says of itself.

Its signature is not checked: the token is the partner's own, handed back to the partner. A claim
that is missing or odd only means that the partner's 401 will tell.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta

MARGIN = timedelta(minutes=1)
"""How long before its end a JWT is renewed; a fifth of its life, where that is less."""

_LONGEST = 16_384


def expiry(jwt: str) -> datetime | None:
    """Return the end a JWT names in `exp` (RFC 7519, section 4.1.4); None where it names none."""
    parts = jwt.split(".")
    if len(parts) != 3 or len(jwt) > _LONGEST:  # noqa: PLR2004  # head, claims, signature
        return None
    try:
        claims = json.loads(urlsafe_b64decode(parts[1] + "=="))
        return datetime.fromtimestamp(float(claims["exp"]), UTC)
    except (ValueError, TypeError, LookupError, OverflowError, OSError, RecursionError):
        return None


def renewal(jwt: str, received: datetime) -> datetime | None:
    """Return when to renew a JWT that was received then; None: when the partner refuses it.

    None is also the answer where it was over when it came: the two clocks disagree, and renewing
    by ours would never end.
    """
    end = expiry(jwt)
    if end is None or end <= received:
        return None
    return end - min(MARGIN, (end - received) / 5)
