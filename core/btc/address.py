"""BTC addresses of every network, in the one form they are written in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_CHARACTERS = 128
"""Longer than any address; a longer text is not even read."""


class AddressKind(StrEnum):
    """What wallets receive to. Unknown witness versions and pay-to-anchor are anyone's to spend."""

    P2PKH = "p2pkh"
    P2SH = "p2sh"
    P2WPKH = "p2wpkh"
    P2WSH = "p2wsh"
    P2TR = "p2tr"


@dataclass(frozen=True, slots=True)
class Address:
    """An address in canonical form: bech32 in lower case.

    `kind` is None where nobody should be paid to it. `network` is `mainnet`, `testnet` or
    `regtest`; addresses of signet cannot be told from those of testnet, nor can base58 ones of
    regtest.
    """

    text: str
    kind: AddressKind | None
    network: str


def decode(text: str) -> Address | None:
    """Return the address that *text* is, whatever its network; None where it is none."""
    # Loaded by the first who asks for an address: 3 MiB that most processes never need.
    from btclib.exceptions import BTClibException  # noqa: PLC0415
    from btclib.script.script_pub_key import ScriptPubKey  # noqa: PLC0415

    if not 0 < len(text) <= MAX_CHARACTERS or not text.isascii():
        return None
    try:
        script = ScriptPubKey.from_address(text)
    except BTClibException:
        return None
    kind = AddressKind(script.type) if script.type in set(AddressKind) else None
    return Address(script.address, kind, script.network)
