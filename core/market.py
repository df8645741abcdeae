"""What the partner tells everyone alike: rates and collections, each asked for once a minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, NamedTuple, NoReturn, TypeVar

import structlog
from pydantic import SecretStr

from core import metrics
from core.arithmetic.rates import PayoutUnit, Rates
from core.errors import (
    PartnerError,
    PartnerRejectedError,
    SignInAgainError,
    StoreError,
)
from core.model import UserId
from core.partner import Answer, Collection, IncomePerTh, PartnerClient
from core.tokens import TokenKeeper

__all__ = ["Aged", "AgedRates", "Collection", "IncomePerTh", "Market"]

FRESH = 60.0
"""Seconds for which an answer is given again."""
STALE = 3600.0
"""Seconds for which it is given again while the partner is down."""
PAUSE = 5.0
"""Seconds between two attempts at a partner that is down."""

T = TypeVar("T")

log = structlog.get_logger()


class Aged(NamedTuple, Generic[T]):
    """The partner's answer and its age in seconds."""

    answer: Answer[T]
    age: int


class AgedRates(NamedTuple):
    """The partner's figures to reckon with, and their age in seconds."""

    rates: Rates
    age: int


class Market:
    """Keeps the partner's latest answers; for each, one call is in flight at most.

    That the collections are everyone's is inferred: the partner also gives them without a user.
    *note* is shown the rates whenever somebody reckons with fresh ones; it must not take long.
    """

    def __init__(
        self,
        partner: PartnerClient,
        tokens: TokenKeeper,
        *,
        note: Callable[[Rates], None] = lambda _: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._note = note
        self._income_per_th = _Kept("income_per_th", tokens, partner.income_per_th, now)
        self._collections = _Kept("collections", tokens, partner.collections, now)
        self._unit_told = True

    async def income_per_th(self, user: UserId) -> Aged[IncomePerTh]:
        """Return the income per TH, asked for with the tokens of *user* if need be."""
        return await self._income_per_th.latest(user)

    async def collections(self, user: UserId) -> Aged[list[Collection]]:
        """Return the collections on offer, asked for with the tokens of *user* if need be."""
        return await self._collections.latest(user)

    async def rates(self, user: UserId) -> AgedRates:
        """Return the income per TH as figures to reckon with."""
        answer, age = await self._income_per_th.latest(user)
        said = answer.value
        rates = Rates(
            income_per_th=said.income_per_th,
            btc=said.btc_rate,
            gomining=said.gomining_rate,
            kwh_price=said.kwh_price,
            service_cost=said.service_cost,
        )
        self._warn(rates.unit)
        if age < FRESH:
            self._note(rates)
        return AgedRates(rates, age)

    def _warn(self, unit: PayoutUnit) -> None:
        """Tell the operator once that the unit cannot be told, until it can be again."""
        told = unit is not PayoutUnit.UNKNOWN
        if self._unit_told and not told:
            log.warning("payout_unit_unknown")
        self._unit_told = told


class _Kept(Generic[T]):
    """The latest answer to one question."""

    def __init__(
        self,
        name: str,
        tokens: TokenKeeper,
        ask: Callable[[SecretStr], Awaitable[Answer[T]]],
        now: Callable[[], float],
    ) -> None:
        self._name = name
        self._tokens = tokens
        self._ask = ask
        self._now = now
        self._asking = asyncio.Lock()
        self._latest: Answer[T] | None = None
        self._answered_at = 0.0
        self._failed_at = -PAUSE
        self._failure: PartnerError | StoreError | None = None
        self._reads = metrics.Reads(name)

    async def latest(self, user: UserId) -> Aged[T]:
        """Return the answer, asked for anew with the tokens of *user* if it is too old."""
        if kept := self._within(FRESH):
            self._reads.hit()
            return kept
        count = self._reads.miss
        try:
            aged = await self._anew(user)
            if aged.age >= FRESH:
                count = self._reads.stale
            return aged
        finally:
            count()

    async def _anew(self, user: UserId) -> Aged[T]:
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

    def _within(self, seconds: float) -> Aged[T] | None:
        age = self._now() - self._answered_at
        if self._latest is None or age >= seconds:
            return None
        return Aged(self._latest, int(age))

    async def _asked(self, user: UserId) -> Aged[T]:
        try:
            answer = await self._tokens.call(user, self._ask)
        except (PartnerError, StoreError, SignInAgainError) as error:
            # A refusal concerns this user's tokens alone; anything else, the partner's health.
            if not isinstance(error, (PartnerRejectedError, SignInAgainError)):
                self._failed_at, self._failure = self._now(), error
            if kept := self._within(STALE):
                log.info("market_stale", what=self._name, code=error.code, age=kept.age)
                return kept
            raise
        self._latest, self._answered_at = answer, self._now()
        return Aged(answer, 0)


def _raise(failure: PartnerError | StoreError) -> NoReturn:
    raise failure.with_traceback(None)
