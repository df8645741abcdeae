"""BTC addresses: which can be bound for payouts, and in which one form they are written."""

from __future__ import annotations

from core.errors import AddressError
from core.model import BtcNetwork

MAX_CHARACTERS = 128
"""Longer than any address with blanks around it; a longer text is not even read."""

PAYABLE = frozenset({"p2pkh", "p2sh", "p2wpkh", "p2wsh", "p2tr"})
"""What wallets receive to. Unknown witness versions and pay-to-anchor are anyone's to spend."""


def canonical(address: str, network: BtcNetwork) -> str:
    """Return *address* as it is written: trimmed, bech32 in lower case.

    Raises `AddressError` with the reason `malformed` (a typo included), `wrong_network` or
    `not_payable`.
    """
    # Loaded by the first who binds an address: 3 MiB that most processes never need.
    from btclib.exceptions import BTClibException  # noqa: PLC0415
    from btclib.script.script_pub_key import ScriptPubKey  # noqa: PLC0415

    text = address.strip()
    if not 0 < len(text) <= MAX_CHARACTERS or not text.isascii():
        raise AddressError("malformed")
    try:
        script = ScriptPubKey.from_address(text)
    except BTClibException as error:
        raise AddressError("malformed") from error
    if script.network != network.value:
        raise AddressError("wrong_network")
    if script.type not in PAYABLE:
        raise AddressError("not_payable")
    return script.address
