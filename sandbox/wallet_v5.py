"""A v5r1 wallet's account, which tonsdk does not make itself.

Source: ton-blockchain/wallet-contract-v5, `types.tlb` and the published code.
"""

from __future__ import annotations

import base64

from tonsdk.boc import Cell
from tonsdk.contract import Contract

from core.model import TonNetwork

CODE = base64.b64decode(
    "te6ccgECFAEAAoEAART/APSkE/S88sgLAQIBIAINAgFIAwQC3NAg10nBIJFbj2Mg1wsfIIIQZXh0br0hghBzaW50vbCS"
    "XwPgghBleHRuuo60gCDXIQHQdNch+kAw+kT4KPpEMFi9kVvg7UTQgQFB1yH0BYMH9A5voTGRMOGAQNchcH/bPOAxINdJ"
    "gQKAuZEw4HDiEA8CASAFDAIBIAYJAgFuBwgAGa3OdqJoQCDrkOuF/8AAGa8d9qJoQBDrkOuFj8ACAUgKCwAXsyX7UTQc"
    "dch1wsfgABGyYvtRNDXCgCAAGb5fD2omhAgKDrkPoCwBAvIOAR4g1wsfghBzaWduuvLgin8PAeaO8O2i7fshgwjXIgKD"
    "CNcjIIAg1yHTH9Mf0x/tRNDSANMfINMf0//XCgAK+QFAzPkQmiiUXwrbMeHywIffArNQB7Dy0IRRJbry4IVQNrry4Ib4"
    "I7vy0IgikvgA3gGkf8jKAMsfAc8Wye1UIJL4D95w2zzYEAP27aLt+wL0BCFukmwhjkwCIdc5MHCUIccAs44tAdcoIHYe"
    "Q2wg10nACPLgkyDXSsAC8uCTINcdBscSwgBSMLDy0InXTNc5MAGk6GwShAe78uCT10rAAPLgk+1V4tIAAcAAkVvg69cs"
    "CBQgkXCWAdcsCBwS4lIQseMPINdKERITAJYB+kAB+kT4KPpEMFi68uCR7UTQgQFB1xj0BQSdf8jKAEAEgwf0U/Lgi44U"
    "A4MH9Fvy4Iwi1woAIW4Bs7Dy0JDiyFADzxYS9ADJ7VQAcjDXLAgkji0h8uCS0gDtRNDSAFETuvLQj1RQMJExnAGBAUDX"
    "IdcKAPLgjuLIygBYzxbJ7VST8sCN4gAQk1vbMeHXTNA="
)
"""The contract, as it stands on the chain under thousands of wallets."""


class WalletV5R1(Contract):  # type: ignore[misc]  # tonsdk ships no types
    """The account of *public_key* on *network*: whole, unused and without extensions."""

    def __init__(self, public_key: bytes, network: TonNetwork) -> None:
        super().__init__(code=Cell.one_from_boc(CODE), wc=0)
        self._public_key = public_key
        # A set bit, then workchain, version and subwallet, all 0; the network is XORed over it.
        self._wallet_id = (1 << 31) ^ (int(network) % (1 << 32))

    def create_data_cell(self) -> Cell:
        """Return what the contract starts with."""
        cell = Cell()
        cell.bits.write_bit(1)  # signatures are allowed
        cell.bits.write_uint(0, 32)  # seqno
        cell.bits.write_uint(self._wallet_id, 32)
        cell.bits.write_bytes(self._public_key)
        cell.bits.write_bit(0)  # no extensions
        return cell
