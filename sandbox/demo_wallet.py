"""A TON wallet that connects and signs at once: v4r2 or v5r1, from a mnemonic, on loopback only.

The digest is written from TON Connect's description, apart from our verifier's own.
Source: TON Connect, "Connect event" and "Address proof signature (ton_proof)".
"""

from __future__ import annotations

import base64
import struct
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from nacl.signing import SigningKey
from pydantic import BaseModel, Field
from tonsdk.contract.wallet import Wallets, WalletVersionEnum

from core.model import TonNetwork
from sandbox.wallet_v5 import WalletV5R1

NAME = "Demo wallet"
KEY = "demoWallet"
"""Where the page finds it: `window.demoWallet.tonconnect`."""

MNEMONIC = (
    "sheriff unknown buyer peanut example peasant laugh base blind copper unusual cradle "
    "funny oyster chaos simple tattoo smoke excuse online giant wet erupt captain"
)
"""Known to everyone and worth nothing: the same demo miners in every run."""

DEVICE = {
    "platform": "browser",
    "appName": KEY,
    "appVersion": "1.0.0",
    "maxProtocolVersion": 2,
    "features": ["SendTransaction", {"name": "SendTransaction", "maxMessages": 4}],
}

BAD_REQUEST = 1
MANIFEST_NOT_FOUND = 2
USER_DECLINED = 300
METHOD_NOT_SUPPORTED = 400
"""Connect event errors of TON Connect; the last one is an item's."""


class Asked(BaseModel):
    """One thing the application wants to know."""

    name: str
    payload: str = ""


class ConnectRequest(BaseModel):
    """What an application asks when it connects."""

    manifest_url: Annotated[str, Field(alias="manifestUrl")]
    items: Annotated[list[Asked], Field(min_length=1)]


class DemoWallet:
    """An account that answers TON Connect's connect request, asking nobody."""

    def __init__(
        self,
        network: TonNetwork,
        mnemonic: str = MNEMONIC,
        version: Literal["v4r2", "v5r1"] = "v4r2",
    ) -> None:
        _, public_key, private_key, contract = Wallets.from_mnemonics(
            mnemonic.split(), WalletVersionEnum.v4r2, 0
        )
        if version == "v5r1":
            contract = WalletV5R1(public_key, network)
        self._network = network
        self._key = SigningKey(private_key[:32])
        self._public_key: str = public_key.hex()
        parts = contract.create_state_init()
        self._hash: bytes = parts["address"].hash_part
        self._state_init: bytes = parts["state_init"].to_boc(has_idx=False)

    @property
    def address(self) -> str:
        """The account's raw address."""
        return f"0:{self._hash.hex()}"

    def connect(
        self,
        request: ConnectRequest,
        manifest: dict[str, Any],
        *,
        now: datetime,
        network: TonNetwork | None = None,
        proves: bool = True,
    ) -> dict[str, Any]:
        """Return the connect event for *request*; the proof is for the host of *manifest*'s url.

        *network* is another one than the account's own; a wallet that *proves* nothing says so.
        """
        items: list[dict[str, Any]] = []
        for asked in request.items:
            if asked.name == "ton_addr":
                items.append(self._address_item(network or self._network))
            if asked.name == "ton_proof" and proves:
                domain = urlsplit(str(manifest.get("url"))).hostname or ""
                items.append(self._proof_item(domain, asked.payload, now))
            elif asked.name == "ton_proof":
                error = {"code": METHOD_NOT_SUPPORTED, "message": "this wallet signs no proofs"}
                items.append({"name": "ton_proof", "error": error})
        return {"event": "connect", "id": 0, "payload": {"items": items, "device": DEVICE}}

    def _address_item(self, network: TonNetwork) -> dict[str, Any]:
        return {
            "name": "ton_addr",
            "address": self.address,
            "network": network.value,
            "walletStateInit": base64.b64encode(self._state_init).decode(),
            "publicKey": self._public_key,
        }

    def _proof_item(self, domain: str, payload: str, now: datetime) -> dict[str, Any]:
        timestamp, host = int(now.timestamp()), domain.encode()
        message = (
            b"ton-proof-item-v2/"
            + struct.pack(">i", 0)
            + self._hash
            + struct.pack("<I", len(host))
            + host
            + struct.pack("<Q", timestamp)
            + payload.encode()
        )
        digest = sha256(b"\xff\xffton-connect" + sha256(message).digest()).digest()
        proof = {
            "timestamp": timestamp,
            "domain": {"lengthBytes": len(host), "value": domain},
            "payload": payload,
            "signature": base64.b64encode(self._key.sign(digest).signature).decode(),
        }
        return {"name": "ton_proof", "proof": proof}


def refused(code: int, message: str) -> dict[str, Any]:
    """Return the event of a connection that did not come about."""
    return {"event": "connect_error", "id": 0, "payload": {"code": code, "message": message}}


def wallets_list(url: str) -> list[dict[str, Any]]:
    """Return a TON Connect wallets list that holds the demo wallet alone; *url* is our address."""
    return [
        {
            "app_name": KEY,
            "name": NAME,
            "image": f"{url}/icon.png",
            "about_url": url,
            "bridge": [{"type": "js", "key": KEY}],
            "platforms": ["chrome", "firefox", "safari"],  # what a wallet without a bridge is for
            "features": DEVICE["features"],
        }
    ]
