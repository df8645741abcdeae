"""The keeper of the partner's tokens, so that no use case ever sees one.

A refresh token works once, so a refresh must happen once: in this process the callers of one user
share a task, and between processes the store lets one in at a time (`refresh.py`). The task does
not end when its callers hang up; `close` waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import TypeVar

import structlog
from pydantic import SecretStr

from core import tally
from core.errors import PartnerUnauthorizedError, SealError, SignInAgainError, StoreError
from core.model import LinkedWallet, TokenPair, UserId
from core.replicas import ALONE, Replicas
from core.sealing import KeyRing
from core.store import MAX_ENDED, Store
from core.tokens.cache import JwtCache, KeptJwt
from core.tokens.refresh import Refresher
from core.tokens.seals import Seals

CLOSE_SECONDS = 20.0
"""How long `close` waits for refreshes under way: longer than the partner takes to answer."""

CHANGED = "tokens"
"""The topic of news about users whose account changed."""
LOOK_SECONDS = 0.5
"""Between two looks at what ended elsewhere: twice in the second that a JWT is used without."""

T = TypeVar("T")

_reads = tally.of_reads("jwt")

log = structlog.get_logger()


class TokenKeeper:
    """Keeps each user's tokens and lends the JWT to one call at a time.

    *renew* trades a pair for the next one at the partner. A sign-out in another process is seen
    within a second by whoever does `keep_up`, and at once where *replicas* tell of it; without
    either, a JWT is used from memory for a second, and then its account is read again.
    """

    def __init__(  # noqa: PLR0913  # wired by name, in one place
        self,
        store: Store,
        ring: KeyRing,
        renew: Callable[[TokenPair], Awaitable[TokenPair]],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        size: int = 10_000,
        replicas: Replicas = ALONE,
    ) -> None:
        self._store = store
        self._seals = Seals(ring)
        self._refresher = Refresher(store, self._seals, renew, now=now)
        self._now = now
        self._replicas = replicas
        self._cache = JwtCache(size)
        self._running: dict[UserId, asyncio.Task[KeptJwt]] = {}
        self._tasks: set[asyncio.Task[KeptJwt]] = set()
        self._listeners: list[Callable[[UserId], None]] = []
        replicas.listen(CHANGED, self._hear)

    def tell_of_changes(self, listener: Callable[[UserId], None]) -> None:
        """Have *listener* told of each user who signs in, signs out or is forgotten anywhere.

        News of other replicas may get lost, so what must not outlive a sign-out asks the store too.
        """
        self._listeners.append(listener)

    async def call(self, user: UserId, ask: Callable[[SecretStr], Awaitable[T]]) -> T:
        """Return what *ask* answers when given the user's JWT.

        It is asked a second time, with a renewed JWT, when it raises `PartnerUnauthorizedError`.
        `SignInAgainError` when there are no tokens, or none that the partner accepts.
        """
        kept = self._cache.good(user, self._now())
        if kept is not None:
            _reads.hit()
        else:
            _reads.miss()
            kept = await self._other_than(None, user)
        try:
            answer = await ask(SecretStr(kept.jwt))
        except PartnerUnauthorizedError as error:
            if not kept.proven:
                # Renewed just now and never accepted: the fault is not the JWT's age, and each
                # further refresh would only burn a refresh token.
                raise SignInAgainError("the partner refuses a JWT it has just given") from error
            return await self._ask_again(user, kept.version, ask)
        kept.proven = True
        return answer

    async def _ask_again(
        self, user: UserId, refused: int, ask: Callable[[SecretStr], Awaitable[T]]
    ) -> T:
        kept = await self._other_than(refused, user)
        try:
            answer = await ask(SecretStr(kept.jwt))
        except PartnerUnauthorizedError as error:
            # The pair stays: a wrong API key in the settings must not sign everybody out.
            raise SignInAgainError("the partner refuses the renewed JWT too") from error
        kept.proven = True
        return answer

    async def keep(
        self, user: UserId, pair: TokenPair, wallet: LinkedWallet, now: datetime
    ) -> None:
        """Keep what a sign-in brought."""
        tokens = self._seals.seal_pair(user, pair)
        linked = self._seals.seal_wallet(user, wallet)
        async with self._changing(user):
            await self._store.link(user, tokens=tokens, wallet=linked, now=now)

    async def wallet(self, user: UserId) -> LinkedWallet | None:
        """Return the wallet the user is signed in with; None also when it does not open.

        A JWT that another replica's sign-in or sign-out has overtaken is not used from then on:
        it could be another wallet's.
        """
        account = await self._store.account(user)
        self._cache.drop_unless(user, account.version if account else None)
        if account is None:
            return None
        try:
            return self._seals.wallet(account)
        except SealError as error:
            log.warning("wallet_does_not_open", code=error.code, why=str(error))
            return None

    async def drop(self, user: UserId) -> None:
        """Sign the user out here; a refresh under way does not bring the pair back."""
        async with self._changing(user):
            await self._store.unlink(user, self._now())

    async def forget(self, user: UserId) -> None:
        """Delete everything kept about the user."""
        async with self._changing(user):
            await self._store.forget(user, self._now())

    async def keep_up(self) -> None:
        """Look twice a second which accounts ended in other processes, without an end.

        A store that is away is not told of here: each call will ask it, and say so.
        """
        while True:
            with suppress(StoreError):
                await self.catch_up()
            await asyncio.sleep(LOOK_SECONDS)

    async def catch_up(self) -> None:
        """Use no JWT any more whose account ended elsewhere."""
        now = self._now()
        ended = await self._store.ended(now)
        if len(ended) < MAX_ENDED:  # else there may be more of them
            self._cache.learn(ended, now)

    async def close(self) -> None:
        """Wait for the refreshes under way, so that no new pair is lost; not for ever."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(tuple(self._tasks), timeout=CLOSE_SECONDS)
        if late:
            log.error("refreshes_given_up", count=len(late))
            for task in late:
                task.cancel()
            await asyncio.wait(late)

    async def _other_than(self, refused: int | None, user: UserId) -> KeptJwt:
        """Return a JWT of another version than the one refused: read, or renewed."""
        while True:
            kept = self._cache.good(user, self._now())
            if kept is None or kept.version == refused:
                # Shielded: the pair belongs to the user, not to the request that began this.
                kept = await asyncio.shield(self._running.get(user) or self._begin(user, refused))
            if kept.version != refused:
                return kept
            # Joined somebody who read the row before the partner refused it: once more.

    def _begin(self, user: UserId, refused: int | None) -> asyncio.Task[KeptJwt]:
        task = asyncio.get_running_loop().create_task(self._refresher.read_or_renew(user, refused))
        self._running[user] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._end(user, done))
        return task

    def _end(self, user: UserId, task: asyncio.Task[KeptJwt]) -> None:
        """Remember what the task brought, unless the user was signed in or out meanwhile.

        Runs before those who wait for the task go on: it was the first to ask for its end.
        """
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if self._running.get(user) is not task:
            return
        del self._running[user]
        if isinstance(fault, SignInAgainError):
            self._cache.drop(user)
        elif fault is None and not task.cancelled():
            self._cache.put(user, task.result())

    @asynccontextmanager
    async def _changing(self, user: UserId) -> AsyncIterator[None]:
        """Let everybody know of the change in the block, also where it is unknown if it failed."""
        try:
            yield
        finally:
            self._turn_away(user)
            await self._replicas.tell(CHANGED, str(user))

    def _hear(self, said: str) -> None:
        self._turn_away(UserId(int(said)))

    def _turn_away(self, user: UserId) -> None:
        """Let a task that began under the former account end without leaving a trace here."""
        self._running.pop(user, None)
        self._cache.drop(user)
        for tell in self._listeners:
            tell(user)
