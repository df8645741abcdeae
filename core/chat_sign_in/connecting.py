"""One wallet that was asked to connect, until it answers or the time is over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from core.errors import ConnectEndedError, StoreError, WalletSilentError
from core.login import Login
from core.model import Door, LinkedWallet, UserId
from core.ton_connect import Asking
from core.ton_wallet import TonWallet

log = structlog.get_logger()


class Connecting:
    """A wallet that was asked to connect; its block is the attempt's life."""

    def __init__(  # noqa: PLR0913  # made in one place
        self,
        user: UserId,
        asking: Asking,
        login: Login,
        *,
        ended: asyncio.Event,
        gate: asyncio.Semaphore,
        now: Callable[[], datetime],
    ) -> None:
        self._user = user
        self._asking = asking
        self._login = login
        self._ended = ended
        self._gate = gate
        self._now = now

    @property
    def link(self) -> str:
        """The universal link, for a button and a QR picture."""
        return self._asking.link

    @property
    def expires_at(self) -> datetime:
        """When `wait` gives up."""
        return self._asking.expires_at

    @property
    def left(self) -> float:
        """The seconds until then; none once it has passed."""
        return max((self.expires_at - self._now()).total_seconds(), 0.0)

    async def wait(self) -> LinkedWallet:
        """Wait for the wallet's answer; return the wallet the user is signed in with from now on.

        `WalletDeclinedError`, `WalletSilentError` (nothing came by `expires_at`),
        `WalletCannotProveError`, `BridgeError`, `ConnectEndedError` (by `cancel`, by another
        attempt of this user, or because the process stops: say nothing), `ConnectError` for any
        other refusal; `ProofError` and `PartnerError` as from `Login.finish`. An attempt is good
        for one answer.
        """
        wallet = await self._answer()
        async with self._gate:
            # First: were this the process's end, nobody else's answer would count in the next.
            await self._asking.keep()
            linked = await self._login.finish(self._user, wallet, Door.CHAT)
            await self._settle()
        return linked

    async def _settle(self) -> None:
        try:
            await self._asking.settle()
        except StoreError as error:
            # They are signed in: only the wallet will not be told when that ends.
            log.warning("session_not_kept", code=error.code)

    async def _answer(self) -> TonWallet:
        answer = asyncio.ensure_future(self._asking.answer())
        end = asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait(
                {answer, end}, timeout=self.left, return_when=asyncio.FIRST_COMPLETED
            )
            if end.done():
                raise ConnectEndedError("ended while waiting")
            if not answer.done():
                raise WalletSilentError("nothing came in time")
            return answer.result()
        finally:
            answer.cancel()
            end.cancel()
            await asyncio.gather(answer, end, return_exceptions=True)
