"""What signing in from the chat needs of TON Connect."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from core.model import UserId
from core.ton_connect.apps import WalletApp
from core.ton_wallet import TonWallet


class Asking(Protocol):
    """A wallet that was asked to connect; what it needs to go on is kept until `expires_at`."""

    @property
    def link(self) -> str:
        """The universal link that opens the wallet with our request."""

    @property
    def expires_at(self) -> datetime:
        """Until when it is worth waiting."""

    async def answer(self) -> TonWallet:
        """Wait, without an end, for the first answer; who sent it is heard alone from then on.

        `WalletDeclinedError`, `WalletCannotProveError`, `BridgeError` or another `ConnectError`.
        """

    async def keep(self) -> None:
        """Keep what is known by now; a wallet that has answered is heard alone after a restart."""

    async def settle(self) -> None:
        """Keep the session, so that the wallet can be told when it ends."""

    async def drop(self) -> None:
        """Forget the attempt."""


class TonConnect(Protocol):
    """Asks wallets to connect, one for each user."""

    async def apps(self) -> tuple[WalletApp, ...]:
        """Return the wallets there are; `BridgeError` when no list can be had."""

    async def ask(self, user: UserId, app: WalletApp, payload: str, expires_at: datetime) -> Asking:
        """Ask *app* for the user's address and a ton_proof of *payload*."""

    async def ask_again(self, user: UserId) -> Asking | None:
        """Return the attempt an earlier process left; None where there is none to go on with."""

    async def interrupted(self) -> tuple[UserId, ...]:
        """Return whose attempts are kept."""

    async def part(self, user: UserId) -> None:
        """Tell the user's wallet that the session is over, and forget all that is kept of it.

        A bridge that cannot be reached is logged; the wallet finds out when it next asks.
        """
