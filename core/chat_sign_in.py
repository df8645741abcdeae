"""Signing in from the chat: the same payload, proof and tokens as in the Mini App."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Protocol

from core.model import LinkedWallet, UserId
from core.runtime import Services
from core.settings import Settings
from core.ton_connect import WalletApp

__all__ = ["ChatSignIn", "Connecting", "WalletApp", "open_chat_sign_in"]


class Connecting(Protocol):
    """A wallet that was asked to connect; its block is the attempt's life."""

    @property
    def link(self) -> str:
        """The universal link, for a button and a QR picture."""

    @property
    def expires_at(self) -> datetime:
        """When `wait` gives up."""

    async def wait(self) -> LinkedWallet:
        """Wait for the wallet's answer; return the wallet the user is signed in with from now on.

        `WalletDeclinedError`, `WalletSilentError` (nothing came by `expires_at`),
        `WalletCannotProveError`, `BridgeError`, `ConnectEndedError` (by `cancel`, or by another
        attempt of this user: say nothing), `ConnectError` for any other refusal; `ProofError` and
        `PartnerError` as from `Login.finish`. An attempt is good for one answer.
        """


class ChatSignIn:
    """Connects wallets from the chat: one attempt a user, so many a process."""

    async def wallets(self) -> tuple[WalletApp, ...]:
        """Return the wallets to choose from; `BridgeError` when no list can be had."""
        raise NotImplementedError

    def connecting(self, user: UserId, app: WalletApp) -> AbstractAsyncContextManager[Connecting]:
        """Ask *app* to connect; an attempt of this user that is under way ends first.

        `ConnectBusyError` when the process has its hands full; `PartnerError` without a payload.
        """
        raise NotImplementedError

    async def interrupted(self) -> tuple[UserId, ...]:
        """Return whose attempts an earlier process left under way; `resuming` goes on with each.

        To be asked once, at the start.
        """
        raise NotImplementedError

    def resuming(self, user: UserId) -> AbstractAsyncContextManager[Connecting]:
        """Go on with an interrupted attempt: same link, same wait, for the time that is left.

        An answer that came meanwhile is waiting at the bridge. `WalletSilentError` when there is
        nothing to go on with any more.
        """
        raise NotImplementedError

    def pending(self, user: UserId) -> bool:
        """Return whether an attempt of this user is under way in this process."""
        raise NotImplementedError

    async def cancel(self, user: UserId) -> None:
        """End the user's attempt, if one is under way: its `wait` raises `ConnectEndedError`."""
        raise NotImplementedError

    async def disconnect(self, user: UserId) -> None:
        """Sign the user out, and tell the wallet as far as it can be reached."""
        raise NotImplementedError


@asynccontextmanager
async def open_chat_sign_in(settings: Settings, services: Services) -> AsyncIterator[ChatSignIn]:
    """Yield the use case; opened beside `open_services`, by the bot alone.

    At the end every attempt ends and is left for the next process to go on with.
    """
    raise NotImplementedError
    yield
