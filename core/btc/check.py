"""Whether a user's words name an address that income can be paid out to."""

from __future__ import annotations

from dataclasses import dataclass

from core.btc.address import AddressKind, decode
from core.btc.fault import reason
from core.btc.uri import address_in
from core.errors import AddressError
from core.model import BtcNetwork


@dataclass(frozen=True, slots=True)
class PayableAddress:
    """An address of our network, in canonical form."""

    text: str
    kind: AddressKind


def check(text: str, network: BtcNetwork) -> PayableAddress:
    """Return the payable address of *network* that *text*, or the `bitcoin:` URI it is, names.

    `AddressError` says why not: `testnet_address`, `mainnet_address` or `regtest_address`,
    `not_payable`, or a reason of `core.btc.fault` or `core.btc.uri`. A few milliseconds at worst.
    """
    written = address_in(text)
    address = decode(written)
    if address is None:
        raise AddressError(reason(written, network))
    if address.network != network:
        raise AddressError(f"{address.network}_address")
    if address.kind is None:
        raise AddressError("not_payable")
    return PayableAddress(address.text, address.kind)
