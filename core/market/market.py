"""What the partner tells everyone alike: rates and collections, each asked for once a minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

import structlog

from core.arithmetic.rates import PayoutUnit, Rates
from core.market.latest import FRESH, Aged, Latest
from core.model import UserId
from core.partner import Collection, IncomePerTh, PartnerClient
from core.partner.operations import COLLECTIONS, INCOME_PER_TH
from core.shared import Shared
from core.tokens import TokenKeeper

log = structlog.get_logger()


class AgedRates(NamedTuple):
    """The partner's figures to reckon with, and their age in seconds."""

    rates: Rates
    age: int


class Market:
    """Keeps the partner's latest answers; for each, one call is in flight at most, of all replicas.

    That the collections are everyone's is inferred: the partner also gives them without a user.
    *note* is shown the rates whenever somebody reckons with fresh ones; it must not take long.
    """

    def __init__(
        self,
        partner: PartnerClient,
        tokens: TokenKeeper,
        shared: Shared,
        *,
        note: Callable[[Rates], None] = lambda _: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._note = note
        self._income_per_th = Latest(
            "income_per_th",
            INCOME_PER_TH.form,
            lambda user: tokens.call(user, partner.income_per_th),
            shared,
            now,
        )
        self._collections = Latest(
            "collections",
            COLLECTIONS.form,
            lambda user: tokens.call(user, partner.collections),
            shared,
            now,
        )
        self._unit_told = True

    async def income_per_th(self, user: UserId) -> Aged[IncomePerTh]:
        """Return the income per TH, asked for with the tokens of *user* if need be."""
        return await self._income_per_th.answer(user)

    async def collections(self, user: UserId) -> Aged[list[Collection]]:
        """Return the collections on offer, asked for with the tokens of *user* if need be."""
        return await self._collections.answer(user)

    async def rates(self, user: UserId) -> AgedRates:
        """Return the income per TH as figures to reckon with."""
        answer, age = await self._income_per_th.answer(user)
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
