"""What the client says of its wallet, turned from text to bytes and not yet believed.

The forms are TON Connect's: a raw address, hex, and base64 of the standard alphabet with padding.
Each text has one reading or none: `int()`, `fromhex()` and `b64decode()` would take other digits,
blanks and stray bits.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, b2a_base64
from typing import NamedTuple

from core.ton_proof.state_init import StateInit, read_state_init
from core.ton_proof.verdict import MalformedError, Reason
from core.ton_wallet import TonWallet

_RAW_ADDRESS = re.compile(r"(0|-1):([0-9a-fA-F]{64})")
"""The base chain and the masterchain: TON has no other workchain."""

_PUBLIC_KEY = re.compile(r"[0-9a-fA-F]{64}")
_SIGNATURE_BYTES = 64


class RawAddress(NamedTuple):
    """An account: its workchain, and 32 bytes of hash."""

    workchain: int
    account: bytes

    def __str__(self) -> str:
        """Return the raw form, in lower case."""
        return f"{self.workchain}:{self.account.hex()}"


class Claim(NamedTuple):
    """The wallet's parts of a proof, in bytes."""

    address: RawAddress
    public_key: bytes
    signature: bytes
    state_init: StateInit


def read_claim(wallet: TonWallet) -> Claim:
    """Return the claim in bytes; `MalformedError` names the first part that cannot be read."""
    account = wallet.account
    return Claim(
        read_address(account.address),
        _read_public_key(account.public_key),
        _read_signature(wallet.connect_items.ton_proof.proof.signature),
        read_state_init(_decode(account.wallet_state_init, Reason.STATE_INIT_MALFORMED)),
    )


def read_address(text: str) -> RawAddress:
    """Return the account of a raw address: `0:` or `-1:`, and 64 hex digits."""
    found = _RAW_ADDRESS.fullmatch(text)
    if found is None:
        raise MalformedError(Reason.ADDRESS_MALFORMED, "not a raw address")
    return RawAddress(int(found[1]), bytes.fromhex(found[2]))


def _read_public_key(text: str) -> bytes:
    if _PUBLIC_KEY.fullmatch(text) is None:
        raise MalformedError(Reason.PUBLIC_KEY_MALFORMED, "not 64 hex digits")
    return bytes.fromhex(text)


def _read_signature(text: str) -> bytes:
    signature = _decode(text, Reason.SIGNATURE_MALFORMED)
    if len(signature) != _SIGNATURE_BYTES:
        raise MalformedError(Reason.SIGNATURE_MALFORMED, "not 64 bytes")
    return signature


def _decode(text: str, reason: Reason) -> bytes:
    try:
        raw = a2b_base64(text)
    except ValueError as error:
        raise MalformedError(reason, "not base64") from error
    # The decoder skips what it does not know; only the canonical text comes back as it was.
    if b2a_base64(raw, newline=False) != text.encode():
        raise MalformedError(reason, "not canonical base64")
    return raw
