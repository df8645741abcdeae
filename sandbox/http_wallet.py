"""A TON wallet in an app of its own: it answers a link through a bridge, as its owner decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from core.model import TonNetwork
from sandbox.connect_link import ConnectLink
from sandbox.demo_wallet import DEVICE, MANIFEST_NOT_FOUND, USER_DECLINED, DemoWallet, refused
from sandbox.session_crypto import SessionCrypto

APP = "demoWalletApp"
NAME = "Demo wallet app"
TTL = 300
TIMEOUT = ClientTimeout(total=10)


class Decision(StrEnum):
    """What the wallet's owner, or the wallet itself, makes of being asked."""

    APPROVE = "approve"
    DECLINE = "decline"
    OTHER_NETWORK = "other-network"
    NO_PROOF = "no-proof"


class BridgeError(Exception):
    """The bridge did not take the answer."""


@dataclass(frozen=True, slots=True)
class HttpWallet:
    """The demo account behind a bridge; *http* is borrowed.

    It signs for the manifest's own host alone, and reads no manifest but those under *trusted*:
    a wallet that asks nobody must not sign for just anyone.
    """

    account: DemoWallet
    bridge_url: str
    trusted: str
    http: ClientSession
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def answer(self, link: ConnectLink, decision: Decision) -> SessionCrypto:
        """Send the connect event to whoever asks; return our end of the session it begins.

        `BridgeError` when the bridge does not take it.
        """
        crypto = SessionCrypto()
        event = await self._event(link, decision)
        sealed = crypto.seal(json.dumps(event), link.client_id)
        query = {"client_id": crypto.client_id, "to": link.client_id, "ttl": str(TTL)}
        url = f"{self.bridge_url}/message"
        try:
            async with self.http.post(url, params=query, data=sealed, timeout=TIMEOUT) as answer:
                answer.raise_for_status()
        except (ClientError, TimeoutError) as error:
            raise BridgeError("the bridge did not take the answer") from error
        return crypto

    async def _event(self, link: ConnectLink, decision: Decision) -> dict[str, Any]:
        if decision is Decision.DECLINE:
            return refused(USER_DECLINED, "User declined the connection")
        manifest = await self._manifest(link.request.manifest_url)
        if manifest is None:
            return refused(MANIFEST_NOT_FOUND, "no manifest of ours")
        event = self.account.connect(
            link.request,
            manifest,
            now=self.now(),
            network=TonNetwork.TESTNET if decision is Decision.OTHER_NETWORK else None,
            proves=decision is not Decision.NO_PROOF,
        )
        event["payload"]["device"] = DEVICE | {"appName": APP}
        return event

    async def _manifest(self, url: str) -> dict[str, Any] | None:
        if not url.startswith(f"{self.trusted}/"):
            return None
        try:
            async with self.http.get(url, timeout=TIMEOUT) as answer:
                manifest: dict[str, Any] = await answer.json()
        except (ClientError, TimeoutError, ValueError):
            return None
        return manifest


def list_entry(url: str, *, open_path: str, bridge_path: str) -> dict[str, Any]:
    """Return the wallet as a TON Connect wallets list names it; *url* is our address."""
    return {
        "app_name": APP,
        "name": NAME,
        "image": f"{url}/icon.png",
        "about_url": url,
        "universal_url": url + open_path,
        "bridge": [{"type": "sse", "url": url + bridge_path}],
        "platforms": ["ios", "android", "macos", "windows", "linux"],
        "features": DEVICE["features"],
    }
