"""The operator's keys: 32 random bytes each, written in url-safe base64."""

from __future__ import annotations

import binascii
import secrets
from base64 import b64decode, urlsafe_b64encode

from pydantic import SecretStr

KEY_BYTES = 32
FORM = f"should be {KEY_BYTES} bytes in url-safe base64: run `python -m core.settings new-keys`"


def split_keys(keys: SecretStr) -> tuple[bytes, ...]:
    """Return the keys of a comma-separated setting, newest first; `ValueError` names the form."""
    try:
        opened = tuple(_bytes(part) for part in keys.get_secret_value().split(","))
    except binascii.Error:
        raise ValueError(FORM) from None
    if any(len(key) != KEY_BYTES for key in opened):
        raise ValueError(FORM)
    return opened


def _bytes(text: str) -> bytes:
    return b64decode(text.strip().encode(), altchars=b"-_", validate=True)


def new_key() -> str:
    """Return a fresh random key in the form the settings take."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
