"""API-KEY-WITH-SIGNATURE, the partner's way to seal a request; pure.

The sealed text is exactly what is sent, less its last field: compact JSON for a body, the query
string for a GET; no path, method or key is in it. The seal is the hex HMAC-SHA256 under the
secret, read as UTF-8. Source: the partner's document, "API-KEY-WITH-SIGNATURE".
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256

from pydantic import SecretStr

Fields = Mapping[str, object]
"""What a request says, by the partner's names, in the order sent."""


def body(fields: Fields) -> str:
    """Return the body as it is sent: compact, and not escaped to ASCII."""
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def query(fields: Fields) -> str:
    """Return the query string as it is sent, without a question mark.

    Nothing in it needs to be escaped: it carries ids of ours and whole figures.
    """
    return "&".join(f"{name}={value}" for name, value in fields.items())


def signed_body(fields: Fields, secret: SecretStr) -> str:
    """Return the body with its signature as the last field; *fields* is not empty."""
    text = body(fields)
    return f'{text[:-1]},"signature":"{signature(text, secret)}"}}'


def signed_query(fields: Fields, secret: SecretStr) -> str:
    """Return the query string with its signature as the last pair."""
    text = query(fields)
    return f"{text}&signature={signature(text, secret)}"


def signature(text: str, secret: SecretStr) -> str:
    """Return the seal of *text*: 64 lower-case hex digits."""
    return hmac.new(secret.get_secret_value().encode(), text.encode(), sha256).hexdigest()
