"""`bitcoin:` URIs, as wallets show them in QR codes (BIP-21)."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote

from core.errors import AddressError

SCHEME = "bitcoin:"
MAX_CHARACTERS = 2048
"""Room for an address with its label, message and Lightning invoice; a longer text is not read."""


def address_in(text: str) -> str:
    """Return the address that a URI asks to pay to; a text that is no URI as it is, trimmed.

    Upper-case forms make smaller QR codes and mean the same. Amount, label and message do not
    concern a payout; a parameter that must be understood (`req-…`) is `unsupported_uri`, since we
    understand none. Anything too long is `malformed`.
    """
    if len(text) > MAX_CHARACTERS:
        raise AddressError("malformed")
    text = text.strip()
    if text[: len(SCHEME)].lower() != SCHEME:
        return text
    address, _, query = text[len(SCHEME) :].partition("?")
    for name, _ in parse_qsl(query, keep_blank_values=True):
        if name.lower().startswith("req-"):
            raise AddressError("unsupported_uri")
    return unquote(address)
