"""Renewing a pair, once: read, lock, read again, renew, commit, and only then use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog

from core import metrics
from core.errors import PartnerError, PartnerRejectedError, SealError, SignInAgainError, StoreError
from core.model import TokenPair, UserId
from core.store import Account, Held, Store
from core.tokens.cache import KeptJwt
from core.tokens.expiry import renewal
from core.tokens.seals import Seals

MEMORY = timedelta(seconds=60)
"""How long a JWT is used before its account is read again; for longer is known which ended."""

log = structlog.get_logger()


class Refresher:
    """Brings a user's JWT from the store, and a new one from the partner when it is due.

    When the partner cannot be reached or asks to wait, its error passes and the pair stays. When
    it says no, the pair is deleted and the answer is `SignInAgainError`.
    """

    def __init__(
        self,
        store: Store,
        seals: Seals,
        renew: Callable[[TokenPair], Awaitable[TokenPair]],
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._seals = seals
        self._renew = renew
        self._now = now

    async def read_or_renew(self, user: UserId, refused: int | None) -> KeptJwt:
        """Return the user's JWT as the store has it, renewed where it is due.

        It is due when its time has come, or when its version is the one the partner *refused*;
        otherwise another process was faster, and what it brought is used.
        """
        kept = await self._read(user)
        if not self._is_due(kept, refused):
            return kept
        async with self._store.refreshing(user) as held:
            renewed = await self._renewed(held, refused) if held else None
        return renewed or await self._read(user)  # a sign-out or a sign-in came first

    async def _read(self, user: UserId) -> KeptJwt:
        account = await self._store.account(user)
        if account is None:
            raise SignInAgainError("the user is signed out")
        return self.kept(account, self._pair(account))

    async def _renewed(self, held: Held, refused: int | None) -> KeptJwt | None:
        """Return the next JWT, committed; None when the account changed in between."""
        pair = self._pair(held.account)
        kept = self.kept(held.account, pair)
        if not self._is_due(kept, refused):
            return kept  # another process was here first
        try:
            pair = await self._renew(pair)
        except PartnerRejectedError as error:
            metrics.REFRESHES.labels("refused").inc()
            log.warning("refresh_refused", status=error.status)
            await held.drop()
            raise SignInAgainError("the partner refused to renew the pair") from error
        except PartnerError as error:
            metrics.REFRESHES.labels(error.code).inc()
            raise
        sealed = self._seals.seal_pair(held.account.user, pair)
        try:
            account = await held.replace_tokens(sealed, self._now())
        except StoreError as error:
            metrics.REFRESHES.labels("lost").inc()
            log.error("refreshed_pair_lost", code=error.code, why=str(error))  # noqa: TRY400  # no trace: the cause is named
            raise
        metrics.REFRESHES.labels("renewed" if account else "overtaken").inc()
        if account is None:
            return None
        return self.kept(account, pair, proven=False)

    def _is_due(self, kept: KeptJwt, refused: int | None) -> bool:
        return kept.version == refused or kept.good_until <= self._now()

    def _pair(self, account: Account) -> TokenPair:
        try:
            return self._seals.pair(account)
        except SealError as error:
            # The row stays: a key missing from the settings must not destroy what it opens.
            log.warning("tokens_do_not_open", code=error.code, why=str(error))
            raise SignInAgainError("the kept tokens do not open") from error

    def kept(self, account: Account, pair: TokenPair, *, proven: bool = True) -> KeptJwt:
        """Return the pair's JWT with how long it is good."""
        received = datetime.fromtimestamp(account.updated_at, UTC)
        jwt = pair.jwt.get_secret_value()
        due = renewal(jwt, received)
        now = self._now()
        until = now + MEMORY
        return KeptJwt(jwt, account.version, now, min(due, until) if due else until, proven)
