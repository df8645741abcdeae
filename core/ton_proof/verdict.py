"""What can be said of a ton_proof, in words that stay the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a proof is not valid; clients, logs and counters rely on these codes."""

    DOMAIN_MISMATCH = "domain_mismatch"
    DOMAIN_LENGTH_MISMATCH = "domain_length_mismatch"
    CHAIN_NOT_ALLOWED = "chain_not_allowed"
    TOO_OLD = "too_old"
    FROM_FUTURE = "from_future"
    PAYLOAD_MISMATCH = "payload_mismatch"
    ADDRESS_MALFORMED = "address_malformed"
    PUBLIC_KEY_MALFORMED = "public_key_malformed"
    SIGNATURE_MALFORMED = "signature_malformed"
    STATE_INIT_MALFORMED = "state_init_malformed"
    ADDRESS_MISMATCH = "address_mismatch"
    KEY_MISMATCH = "key_mismatch"
    SIGNATURE_INVALID = "signature_invalid"
    UNKNOWN_WALLET = "unknown_wallet"
    KEY_ROTATED = "key_rotated"


class Caution(StrEnum):
    """What a valid proof leaves open; it refuses nobody."""

    OTHER_NETWORK = "other_network"
    """The v5r1 wallet id is the default of another network; custom ids exist."""

    KEY_MAY_HAVE_ROTATED = "key_may_have_rotated"
    """The proof is by the wallet's first key, which Telegram's wallet can replace."""


@dataclass(frozen=True, slots=True)
class Valid:
    """The holder of `public_key`, and so of the wallet, signed for us.

    `address` is raw: the workchain, a colon and 64 lower-case hex digits.
    """

    wallet_version: str
    address: str
    public_key: bytes
    cautions: tuple[Caution, ...] = ()


@dataclass(frozen=True, slots=True)
class Invalid:
    """The proof proves nothing, and nobody else needs to look at it."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Undecidable:
    """The claimed key signed, but only the chain knows whether it is the wallet's.

    `address` is that of the state init; who holds it is the partner's to find out.
    """

    reason: Reason
    address: str


Verdict = Valid | Invalid | Undecidable


class MalformedError(ValueError):
    """The client's text or bytes are not of the form they should have; `reason` says which."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
