"""The bytes a wallet signs for a ton_proof.

Source: TON Connect, "Address proof signature (ton_proof)".
"""

from __future__ import annotations

from hashlib import sha256

from core.ton_proof.claim import RawAddress
from core.ton_wallet import Proof


def signed_digest(address: RawAddress, proof: Proof) -> bytes:
    """Return the 32 bytes under the signature.

    The domain's length is counted here. Taken from the client, it would let a proof for
    `gomining.co` pass for `gomining.com`, the last letter read as part of the timestamp.
    """
    domain = proof.domain.value.encode()
    message = b"".join(
        (
            b"ton-proof-item-v2/",
            address.workchain.to_bytes(4, "big", signed=True),
            address.account,
            len(domain).to_bytes(4, "little"),
            domain,
            proof.timestamp.to_bytes(8, "little"),
            proof.payload.encode(),
        )
    )
    return sha256(b"\xff\xffton-connect" + sha256(message).digest()).digest()
