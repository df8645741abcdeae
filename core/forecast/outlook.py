"""What is to be expected of miners under given rates: arithmetic put together, nothing asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.arithmetic.break_even import break_even_btc, break_even_efficiency
from core.arithmetic.exact import exactly
from core.arithmetic.net import (
    Setup,
    Split,
    added_up,
    daily,
    merged,
    summed,
    weighted_efficiency,
)
from core.arithmetic.payback import payback_days, price_per_th
from core.arithmetic.rates import Rates
from core.arithmetic.reinvestment import Point, Purchase, reinvested
from core.arithmetic.what_if import changed
from core.forecast.asked import Asked
from core.market import Collection

ONE_TH = Decimal(1)
Miners = Iterable[tuple[Decimal, Decimal]]
"""TH and W/TH of each."""


@dataclass(frozen=True, slots=True)
class Payback:
    """A collection on offer and after how many days it is paid back; None: never."""

    id: int
    power: Decimal
    efficiency: Decimal
    price: Decimal
    price_per_th: Decimal
    days: int | None


@dataclass(frozen=True, slots=True)
class Reinvestment:
    """The TH that income buys, and what becomes of them month by month."""

    buying: Purchase
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be expected; None wherever it cannot be told.

    `day` sums the miners, each floored at zero by itself: one at a loss takes nothing from the
    others. `break_even_btc` is the price at which the last of them stops earning.
    """

    power: Decimal
    efficiency: Decimal | None
    rates: Rates
    discount: Decimal
    day: Split | None
    break_even_efficiency: Decimal | None
    break_even_btc: Decimal | None
    paybacks: list[Payback] | None
    reinvestment: Reinvestment | None


@exactly
def foreseen(
    asked: Asked, miners: Miners, today: Rates, collections: Sequence[Collection] | None
) -> Outlook:
    """Return what *miners* would earn if *today* were as *asked*; *collections* None: not known."""
    rates, discount = changed(today, asked.change), added_up(asked.discounts)
    setups = merged(miners, discount)
    efficiency = weighted_efficiency((one.power, one.efficiency) for one in setups)
    power = sum((one.power for one in setups), Decimal(0))
    splits = [split for one in setups if (split := daily(one, rates))]
    day = summed(splits) if daily(Setup(ONE_TH, ONE_TH), rates) else None
    paybacks = None if collections is None else _paybacks(collections, rates, discount)
    buying = _purchase(asked, efficiency, paybacks or [], rates, discount)
    return Outlook(
        power=power,
        efficiency=efficiency,
        rates=rates,
        discount=discount,
        day=day,
        break_even_efficiency=break_even_efficiency(rates, discount),
        break_even_btc=min(
            (price for one in setups if (price := break_even_btc(one, rates)) is not None),
            default=None,
        ),
        paybacks=paybacks,
        reinvestment=Reinvestment(buying, reinvested(power, day.net, buying, asked.years))
        if day and buying
        else None,
    )


def _paybacks(collections: Iterable[Collection], rates: Rates, discount: Decimal) -> list[Payback]:
    """Return each collection that offers any TH.

    Its `level_discount` is left out: what it is taken off is not documented.
    """
    return [
        Payback(
            id=one.id,
            power=one.power,
            efficiency=one.efficiency,
            price=one.price,
            price_per_th=per_th,
            days=payback_days(one.price, Setup(one.power, one.efficiency, discount), rates),
        )
        for one in collections
        if (per_th := price_per_th(one.price, one.power)) is not None
    ]


def _purchase(
    asked: Asked,
    efficiency: Decimal | None,
    paybacks: Iterable[Payback],
    rates: Rates,
    discount: Decimal,
) -> Purchase | None:
    """Return the TH to buy: at the price asked and of the miners' own W/TH, or the best on offer.

    The best is what is paid back first, then what is cheapest per TH.
    """
    price = asked.price_per_th
    if price is None:
        offers = [one for one in paybacks if one.price_per_th > 0]
        best = min(offers, key=_worth, default=None)
        if best is None:
            return None
        price, efficiency = best.price_per_th, best.efficiency
    if efficiency is None:
        return None
    split = daily(Setup(ONE_TH, efficiency, discount), rates)
    return None if split is None else Purchase(price, efficiency, split.net)


def _worth(offer: Payback) -> tuple[bool, int, Decimal]:
    return offer.days is None, offer.days or 0, offer.price_per_th
