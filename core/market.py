"""Income per TH: the same for everyone, so asked for once a minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple, NoReturn

import structlog

from core.errors import (
    PartnerError,
    PartnerRejectedError,
    SignInAgainError,
    StoreError,
)
from core.model import UserId
from core.partner import Answer, IncomePerTh, PartnerClient
from core.tokens import TokenKeeper

__all__ = ["Aged", "IncomePerTh", "Market"]

FRESH = 60.0
"""Seconds for which an answer is given again."""
STALE = 3600.0
"""Seconds for which it is given again while the partner is down."""
PAUSE = 5.0
"""Seconds between two attempts at a partner that is down."""

log = structlog.get_logger()


class Aged(NamedTuple):
    """The partner's answer and its age in seconds."""

    answer: Answer[IncomePerTh]
    age: int


class Market:
    """Keeps the partner's latest income per TH; one call is in flight at most."""

    def __init__(
        self,
        partner: PartnerClient,
        tokens: TokenKeeper,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._partner = partner
        self._tokens = tokens
        self._now = now
        self._asking = asyncio.Lock()
        self._latest: Answer[IncomePerTh] | None = None
        self._answered_at = 0.0
        self._failed_at = -PAUSE
        self._failure: PartnerError | StoreError | None = None

    async def income_per_th(self, user: UserId) -> Aged:
        """Return the income per TH, asked for with the tokens of *user* if need be."""
        if kept := self._within(FRESH):
            return kept
        if self._asking.locked() and (kept := self._within(STALE)):
            return kept  # somebody asks already, and a slow partner would keep everyone waiting
        async with self._asking:
            if kept := self._within(FRESH):
                return kept
            if failure := self._pausing():
                # Those who queued behind a failed call share its end; each waiting
                # through a time-out of its own would make the queue endless.
                return self._within(STALE) or _raise(failure)
            return await self._asked(user)

    def _pausing(self) -> PartnerError | StoreError | None:
        return self._failure if self._now() - self._failed_at < PAUSE else None

    def _within(self, seconds: float) -> Aged | None:
        age = self._now() - self._answered_at
        if self._latest is None or age >= seconds:
            return None
        return Aged(self._latest, int(age))

    async def _asked(self, user: UserId) -> Aged:
        try:
            answer = await self._tokens.call(user, self._partner.income_per_th)
        except (PartnerError, StoreError, SignInAgainError) as error:
            # A refusal concerns this user's tokens alone; anything else, the partner's health.
            if not isinstance(error, (PartnerRejectedError, SignInAgainError)):
                self._failed_at, self._failure = self._now(), error
            if kept := self._within(STALE):
                log.info("income_per_th_stale", code=error.code, age=kept.age)
                return kept
            raise
        self._latest, self._answered_at = answer, self._now()
        return Aged(answer, 0)


def _raise(failure: PartnerError | StoreError) -> NoReturn:
    raise failure.with_traceback(None)
