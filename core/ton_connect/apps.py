"""Which wallets there are to connect, as TON Connect's list names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WalletApp:
    """A wallet in an app of its own, reached through a bridge.

    `universal_url` begins the link that opens it; `app_name` is its stable name.
    """

    app_name: str
    name: str
    image_url: str
    bridge_url: str
    universal_url: str


class WalletApps:
    """The wallets with an HTTP bridge: read from the list, kept for an hour."""

    async def all(self) -> tuple[WalletApp, ...]:
        """Return the wallets in the list's order; the last ones known while it is down.

        `BridgeError` when it is down and none are known.
        """
        raise NotImplementedError
