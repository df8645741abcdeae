"""What becomes of TH whose income buys more TH, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.arithmetic.exact import exactly
from core.arithmetic.net import DAYS_A_YEAR, MONTHS_A_YEAR

MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Purchase:
    """TH on offer: USD for one, its W/TH, and the USD it nets a day."""

    price_per_th: Decimal
    efficiency: Decimal
    net_per_th: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """How things stand after `month` months, in TH and USD.

    `earned`: all income so far, every cent of it spent on TH. `saved`: what the first TH alone
    would have brought, had nothing been bought.
    """

    month: int
    power: Decimal
    earned: Decimal
    saved: Decimal


@exactly
def reinvested(power: Decimal, net: Decimal, buying: Purchase, years: int) -> list[Point]:
    """Return a point for the start and for every month of *years*.

    *power* TH net *net* USD a day. Assumed: all rates and prices stay as they are; a month is a
    twelfth of 365 days; the whole income of a month buys TH at its end, fractions of a TH too;
    what is bought nets from the next day on. Nothing wears out, no fee, no tax.
    """
    month = DAYS_A_YEAR / MONTHS_A_YEAR
    bought = earned = Decimal(0)
    points = [Point(0, power, earned, Decimal(0))]
    for number in range(1, years * int(MONTHS_A_YEAR) + 1):
        income = (net + bought * buying.net_per_th) * month
        earned += income
        bought += income / buying.price_per_th
        points.append(Point(number, power + bought, earned, net * month * number))
    return points
