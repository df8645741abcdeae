"""How long a miner takes to earn its price."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from core.arithmetic.exact import exactly
from core.arithmetic.net import Setup, daily
from core.arithmetic.rates import Rates

MOST_DAYS = 36_500
"""Days of a century: what takes longer is as good as never."""


def price_usd(price: Decimal) -> Decimal:
    """Return what a collection costs in USD.

    The one place that assumes the currency: the partner's document names none.
    """
    return price


@exactly
def price_per_th(price: Decimal, power: Decimal) -> Decimal | None:
    """Return USD per TH; None where there is no TH."""
    return price_usd(price) / power if power > 0 else None


@exactly
def payback_days(price: Decimal, setup: Setup, rates: Rates) -> int | None:
    """Return after how many whole days *setup* has earned *price*; None where it never does."""
    split = daily(setup, rates)
    if split is None or split.net <= 0 or price < 0:
        return None
    days = price_usd(price) / split.net
    return int(days.to_integral_value(ROUND_CEILING)) if days <= MOST_DAYS else None
