"""Proofs as wallets make them: state inits by tonutils, signatures by PyNaCl, none of our own code.

`make_proof` returns the `tonWallet` object as the page would send it; `signed_by` signs a changed
one anew.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from copy import deepcopy
from functools import cache
from typing import Any, Protocol, cast

from nacl.signing import SigningKey
from pytoniq_core.boc.builder import Builder
from ton_core import NetworkGlobalID, PrivateKey
from tonutils.contracts import wallet as tonutils_wallets

from core.model import TonNetwork
from core.ton_wallet import TonWallet

DOMAIN = "miners.example.org"
PAYLOAD = "c0ffee00c0ffee00"
SIGNED_AT = 1_790_000_000
"""Unix time of the proofs that do not say otherwise."""

USER_KEY = SigningKey(b"\x07" * 32)
OTHER_KEY = SigningKey(b"\x08" * 32)

WALLET_CLASSES = {
    "v1r1": "WalletV1R1",
    "v1r2": "WalletV1R2",
    "v1r3": "WalletV1R3",
    "v2r1": "WalletV2R1",
    "v2r2": "WalletV2R2",
    "v3r1": "WalletV3R1",
    "v3r2": "WalletV3R2",
    "v4r1": "WalletV4R1",
    "v4r2": "WalletV4R2",
    "v5beta": "WalletV5Beta",
    "v5r1": "WalletV5R1",
    "telegram": "WalletTg",
    "highload": "WalletHighloadV2",
    "highload3": "WalletHighloadV3R1",
    "preprocessed": "WalletPreprocessedV2",
}


class Cell(Protocol):
    """What a pytoniq-core cell is asked for here; its own annotations are half there."""

    hash: bytes
    refs: list[Cell]
    bits: Any

    def to_boc(self, *, has_idx: bool = False, hash_crc32: bool = False) -> bytes: ...


def cell_of(bits: str, *refs: Cell) -> Cell:
    """Return the ordinary cell of these zeros and ones, and references."""
    builder = Builder().store_bits(bits)
    for ref in refs:
        builder = builder.store_ref(cast("Any", ref))
    return cast("Cell", builder.end_cell())


def state_init_of(code: Cell, data: Cell) -> Cell:
    """Return the state init of an account with this code and data."""
    return cell_of("00110", code, data)


class _Client:
    """All that a tonutils wallet wants to know of a client before it goes on the network."""

    def __init__(self, network: TonNetwork) -> None:
        self.network = NetworkGlobalID(int(network))


@cache
def state_init(
    version: str, *, key: SigningKey = USER_KEY, network: TonNetwork = TonNetwork.MAINNET
) -> Cell:
    """Return the state init of the *version* wallet of *key*."""
    wallet = getattr(tonutils_wallets, WALLET_CLASSES[version]).from_private_key(
        _Client(network), PrivateKey(bytes(key))
    )
    return cast("Cell", wallet.state_init.serialize())


def make_proof(
    *,
    version: str = "v4r2",
    network: TonNetwork = TonNetwork.MAINNET,
    key: SigningKey = USER_KEY,
    domain: str = DOMAIN,
    payload: str = PAYLOAD,
    at: int = SIGNED_AT,
) -> dict[str, Any]:
    """Return a `tonWallet` object with an honest proof."""
    return proof_of(
        state_init(version, key=key, network=network),
        network=network,
        key=key,
        domain=domain,
        payload=payload,
        at=at,
    )


def proof_of(
    init: Cell,
    *,
    network: TonNetwork = TonNetwork.MAINNET,
    key: SigningKey = USER_KEY,
    domain: str = DOMAIN,
    payload: str = PAYLOAD,
    at: int = SIGNED_AT,
) -> dict[str, Any]:
    """Return the proof of whatever account has the state init *init*, signed by *key*."""
    wallet = {
        "device": {
            "platform": "android",
            "appName": "Tonkeeper",
            "appVersion": "5.0.1",
            "maxProtocolVersion": 2,
            "features": ["SendTransaction", {"name": "SendTransaction", "maxMessages": 4}],
        },
        "provider": "http",
        "account": {
            "address": f"0:{init.hash.hex()}",
            "chain": network.value,
            "walletStateInit": base64.b64encode(init.to_boc()).decode(),
            "publicKey": key.verify_key.encode().hex(),
        },
        "connectItems": {
            "tonProof": {
                "name": "ton_proof",
                "proof": {
                    "timestamp": at,
                    "domain": {"lengthBytes": len(domain.encode()), "value": domain},
                    "payload": payload,
                    "signature": "",
                },
            }
        },
    }
    return signed_by(key, wallet)


def signed_by(key: SigningKey, wallet: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of *wallet* in which *key* signed what it says, lengths included."""
    signed = deepcopy(wallet)
    signature = key.sign(proof_digest(signed)).signature
    signed["connectItems"]["tonProof"]["proof"]["signature"] = base64.b64encode(signature).decode()
    return signed


def proof_digest(wallet: dict[str, Any]) -> bytes:
    """Return what is signed, as a verifier that believes `lengthBytes` would have it."""
    proof = wallet["connectItems"]["tonProof"]["proof"]
    workchain, account = wallet["account"]["address"].split(":")
    message = (
        b"ton-proof-item-v2/"
        + struct.pack(">i32s", int(workchain), bytes.fromhex(account))
        + struct.pack("<I", proof["domain"]["lengthBytes"])
        + proof["domain"]["value"].encode()
        + struct.pack("<Q", int(proof["timestamp"]))
        + proof["payload"].encode()
    )
    return hashlib.sha256(b"\xff\xff" + b"ton-connect" + hashlib.sha256(message).digest()).digest()


def changed(wallet: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy of *wallet* with one field, named by its dotted *path*, set to *value*."""
    copy = deepcopy(wallet)
    *parents, name = path.split(".")
    holder = copy
    for parent in parents:
        holder = holder[parent]
    holder[name] = value
    return copy


def read(wallet: dict[str, Any]) -> TonWallet:
    """Return *wallet* as the web door reads it."""
    return TonWallet.model_validate(wallet)
