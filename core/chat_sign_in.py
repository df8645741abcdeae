"""Signing in from the chat: the same payload, proof and tokens as in the Mini App."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from core import metrics
from core.errors import (
    ConnectBusyError,
    ConnectEndedError,
    StoreError,
    WalletSilentError,
)
from core.keys import split_keys
from core.login import Login
from core.model import Door, LinkedWallet, UserId
from core.runtime import Services
from core.sealing import KeyRing
from core.settings import Settings
from core.ton_connect import Asking, Pace, TonConnect, WalletApp, open_ton_connect
from core.ton_wallet import TonWallet

__all__ = ["CONNECT_SECONDS", "ChatSignIn", "Connecting", "WalletApp", "open_chat_sign_in"]

CONNECT_SECONDS = 300.0
"""How long a user may take in their wallet."""
AT_ONCE = 32
"""Attempts that begin, or sign in, at a time: the others wait here, as the store gives up on who
waits for it too long."""
LEAVE_SECONDS = 5.0
"""How long an attempt that was ended may take to leave."""

log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _Turn:
    """A user's one place among those who connect."""

    ended: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    is_interrupted: bool = False

    async def end(self) -> None:
        """End it, and wait until its block is left; not for ever."""
        self.ended.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_SECONDS):
                await self.left.wait()


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


class ChatSignIn:
    """Connects wallets from the chat: one attempt a user, at most *most* in this process."""

    def __init__(
        self,
        ton_connect: TonConnect,
        login: Login,
        *,
        most: int,
        now: Callable[[], datetime],
        seconds: float = CONNECT_SECONDS,
    ) -> None:
        self._ton_connect = ton_connect
        self._login = login
        self._most = most
        self._now = now
        self._time = timedelta(seconds=seconds)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._turns: dict[UserId, _Turn] = {}

    async def wallets(self) -> tuple[WalletApp, ...]:
        """Return the wallets to choose from; `BridgeError` when no list can be had."""
        return await self._ton_connect.apps()

    @asynccontextmanager
    async def connecting(self, user: UserId, app: WalletApp) -> AsyncIterator[Connecting]:
        """Ask *app* to connect; an attempt of this user that is under way ends first.

        `ConnectBusyError` when the process has its hands full; `PartnerError` without a payload;
        `ConnectEndedError` when yet another attempt came first.
        """
        async with self._turn(user) as turn:
            async with self._gate:
                attempt = await self._login.begin(user)
                expires_at = min(self._now() + self._time, attempt.expires_at)
                asking = await self._ton_connect.ask(user, app, attempt.payload, expires_at)
            async with self._waiting(user, turn, asking) as connecting:
                yield connecting

    async def interrupted(self) -> tuple[UserId, ...]:
        """Return whose attempts an earlier process left under way; `resuming` goes on with each.

        To be asked once, at the start.
        """
        users = await self._ton_connect.interrupted()
        return tuple(user for user in users if user not in self._turns)

    @asynccontextmanager
    async def resuming(self, user: UserId) -> AsyncIterator[Connecting]:
        """Go on with an interrupted attempt: same link, same wait, for the time that is left.

        An answer that came meanwhile is waiting at the bridge. `WalletSilentError` when there is
        nothing to go on with any more.
        """
        async with self._turn(user) as turn:
            asking = await self._ton_connect.ask_again(user)
            if asking is None:
                raise WalletSilentError("nothing to go on with")
            async with self._waiting(user, turn, asking) as connecting:
                yield connecting

    def pending(self, user: UserId) -> bool:
        """Return whether an attempt of this user is under way in this process."""
        turn = self._turns.get(user)
        return turn is not None and not turn.ended.is_set()

    async def cancel(self, user: UserId) -> None:
        """End the user's attempt, if one is under way: its `wait` raises `ConnectEndedError`.

        A wallet that has answered by then may still be signed in.
        """
        if turn := self._turns.get(user):
            await turn.end()

    async def disconnect(self, user: UserId) -> None:
        """Sign the user out, and tell the wallet as far as it can be reached."""
        await self.cancel(user)
        await self._login.sign_out(user)
        await self._ton_connect.part(user)

    async def close(self) -> None:
        """End every attempt and leave it to the next process."""
        turns = tuple(self._turns.values())
        for turn in turns:
            turn.is_interrupted = True
        await asyncio.gather(*(turn.end() for turn in turns))
        if self._turns:
            log.warning("attempts_did_not_leave", count=len(self._turns))

    @asynccontextmanager
    async def _turn(self, user: UserId) -> AsyncIterator[_Turn]:
        before = self._turns.get(user)
        if before is None and len(self._turns) >= self._most:
            raise ConnectBusyError(f"{self._most} connections are under way")
        turn = self._turns[user] = _Turn()
        metrics.SIGN_INS_UNDER_WAY.inc()
        try:
            if before is not None:
                await before.end()
            if turn.ended.is_set():
                raise ConnectEndedError("ended before it began")
            yield turn
        finally:
            if self._turns.get(user) is turn:
                del self._turns[user]
            metrics.SIGN_INS_UNDER_WAY.dec()
            turn.left.set()

    @asynccontextmanager
    async def _waiting(
        self, user: UserId, turn: _Turn, asking: Asking
    ) -> AsyncIterator[Connecting]:
        try:
            yield Connecting(
                user, asking, self._login, ended=turn.ended, gate=self._gate, now=self._now
            )
        except asyncio.CancelledError:
            turn.is_interrupted = True
            raise
        finally:
            if not turn.is_interrupted:
                await self._drop(asking)

    async def _drop(self, asking: Asking) -> None:
        try:
            async with self._gate:
                await asking.drop()
        except StoreError as error:
            log.warning("attempt_not_dropped", code=error.code)  # it expires by itself


@asynccontextmanager
async def open_chat_sign_in(
    settings: Settings,
    services: Services,
    *,
    seconds: float = CONNECT_SECONDS,
    pace: Pace | None = None,
) -> AsyncIterator[ChatSignIn]:
    """Yield the use case; opened beside `open_services`, by the bot alone.

    At the end every attempt ends and is left for the next process to go on with.
    """
    async with open_ton_connect(
        manifest_url=settings.manifest_url,
        wallets_url=settings.ton_wallets_url,
        store=services.store,
        ring=KeyRing(split_keys(settings.token_keys)),
        now=services.now,
        pace=pace or Pace(),
    ) as ton_connect:
        sign_in = ChatSignIn(
            ton_connect,
            services.login,
            most=settings.connect_pending,
            now=services.now,
            seconds=seconds,
        )
        try:
            yield sign_in
        finally:
            await sign_in.close()
