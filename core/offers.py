"""The collections on offer, with what a TH costs and when it has paid for itself."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.arithmetic.net import Setup
from core.arithmetic.payback import payback_days, price_per_th
from core.arithmetic.rates import Rates
from core.market import Collection, Market
from core.model import UserId

__all__ = ["Collection", "Offer", "Offers", "OnOffer"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A collection as the partner labels it; `payback_days` None: not within a century."""

    collection: Collection
    price_per_th: Decimal
    payback_days: int | None


@dataclass(frozen=True, slots=True)
class OnOffer:
    """All offers, in the partner's order, and the rates they are reckoned with.

    `age` in seconds is that of the older: rates or offers.
    """

    offers: list[Offer]
    rates: Rates
    age: int


class Offers:
    """Tells what can be bought and whether it pays."""

    def __init__(self, market: Market) -> None:
        self._market = market

    async def of(self, user: UserId) -> OnOffer:
        """Return the collections that offer any TH; paybacks are at today's rates, undiscounted.

        `level_discount` is told and not reckoned with: what it is taken off is not documented.
        """
        collections = await self._market.collections(user)
        rates, age = await self._market.rates(user)
        offers = [
            Offer(one, per_th, payback_days(one.price, Setup(one.power, one.efficiency), rates))
            for one in collections.answer.value
            if (per_th := price_per_th(one.price, one.power)) is not None
        ]
        return OnOffer(offers, rates, max(age, collections.age))
