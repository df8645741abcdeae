"""The use case: at most so many attempts at a time, and of each user one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import structlog

from core import metrics
from core.chat_sign_in.connecting import Connecting
from core.chat_sign_in.turns import Turn
from core.errors import ConnectBusyError, ConnectEndedError, StoreError, WalletSilentError
from core.login import Login
from core.model import UserId
from core.ton_connect import Asking, TonConnect, WalletApp

CONNECT_SECONDS = 300.0
"""How long a user may take in their wallet."""
AT_ONCE = 32
"""Attempts that begin, or sign in, at a time: the others wait here, as the store gives up on who
waits for it too long."""

log = structlog.get_logger()


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
        self._turns: dict[UserId, Turn] = {}

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
    async def _turn(self, user: UserId) -> AsyncIterator[Turn]:
        before = self._turns.get(user)
        if before is None and len(self._turns) >= self._most:
            raise ConnectBusyError(f"{self._most} connections are under way")
        turn = self._turns[user] = Turn()
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
    async def _waiting(self, user: UserId, turn: Turn, asking: Asking) -> AsyncIterator[Connecting]:
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
