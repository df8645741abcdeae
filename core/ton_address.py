"""TON addresses as people read them."""

from __future__ import annotations

from tonsdk.utils import Address

from core.model import TonNetwork


def friendly(address: str, chain: TonNetwork) -> str:
    """Return a proven raw *address* as wallets show it: url-safe, non-bounceable, with a checksum.

    Source: TEP-2. For proven addresses only: tonsdk's reader is too lenient for a client's words.
    """
    shown: str = Address(address).to_string(
        is_user_friendly=True,
        is_url_safe=True,
        is_bounceable=False,
        is_test_only=chain is TonNetwork.TESTNET,
    )
    return shown
