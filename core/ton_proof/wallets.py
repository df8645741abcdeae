"""The wallets whose key can be read from their state init, by the hash of their code.

Highload and preprocessed wallets are left out: they serve machines, and a wallet that is not here
is undecidable, not refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from core.model import TonNetwork
from core.ton_proof.boc import Cell
from core.ton_proof.verdict import Caution

_KEY_BYTES = 32

_V5R1_ID_AT = 33  # after one bit "signature allowed" and 32 of seqno
_V5R1_DEFAULT_IDS: Mapping[int, str] = {
    # A set bit, then workchain, version and subwallet, all 0; the network's id is XORed over it.
    (1 << 31) ^ (int(network) % (1 << 32)): network
    for network in TonNetwork
}


class WalletCode(NamedTuple):
    """A wallet contract: `key_at` is the bit of its data where the public key starts.

    Where the key `rotates`, the state init tells only the first one.
    """

    version: str
    key_at: int
    code_hash: str
    rotates: bool = False

    def public_key(self, data: Cell) -> bytes:
        """Return the key that the wallet starts with."""
        return data.field(self.key_at, 8 * _KEY_BYTES).to_bytes(_KEY_BYTES, "big")

    def cautions(self, data: Cell, chain: str) -> Iterator[Caution]:
        """Yield what a proof by this wallet leaves open on *chain*."""
        if self.rotates:
            yield Caution.KEY_MAY_HAVE_ROTATED
        if self.version == "v5r1":
            wallet_id = data.field(_V5R1_ID_AT, 32)
            if _V5R1_DEFAULT_IDS.get(wallet_id, chain) != chain:
                yield Caution.OTHER_NETWORK


_WALLETS = (
    WalletCode("v1r1", 32, "a0cfc2c48aee16a271f2cfc0b7382d81756cecb1017d077faaab3bb602f6868c"),
    WalletCode("v1r2", 32, "d4902fcc9fad74698fa8e353220a68da0dcf72e32bcb2eb9ee04217c17d3062c"),
    WalletCode("v1r3", 32, "587cc789eff1c84f46ec3797e45fc809a14ff5ae24f1e0c7a6a99cc9dc9061ff"),
    WalletCode("v2r1", 32, "5c9a5e68c108e18721a07c42f9956bfb39ad77ec6d624b60c576ec88eee65329"),
    WalletCode("v2r2", 32, "fe9530d3243853083ef2ef0b4c2908c0abf6fa1c31ea243aacaa5bf8c7d753f1"),
    WalletCode("v3r1", 64, "b61041a58a7980b946e8fb9e198e3c904d24799ffa36574ea4251c41a566f581"),
    WalletCode("v3r2", 64, "84dafa449f98a6987789ba232358072bc0f76dc4524002a5d0918b9a75d2d599"),
    WalletCode("v4r1", 64, "64dd54805522c5be8a9db59cea0105ccf0d08786ca79beb8cb79e880a8d7322d"),
    WalletCode("v4r2", 64, "feb5ff6820e2ff0d9483e7e0d62c817d846789fb4ae580c878866d959dabd5c0"),
    WalletCode("v5r1", 65, "20834b7b72b112147e1b2fb457b84e74d1a30f04f737d4f62a668e9552d2b72f"),
    # Its code is a library reference, and this the hash of the referring cell.
    WalletCode("v5beta", 113, "f3d7ca53493deedac28b381986a849403cbac3d2c584779af081065af0ac4b93"),
    # Telegram's own.
    WalletCode(
        "telegram",
        72,
        "9149ae51c1e4689710cebf7830297b16acfbadb363a920a537893e7ffeeca768",
        rotates=True,
    ),
)

WALLETS: Mapping[bytes, WalletCode] = {bytes.fromhex(code.code_hash): code for code in _WALLETS}
