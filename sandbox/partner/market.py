"""A market history without a market: rates of every day since `OPENING`, and what a TH yields.

The formula and the bands of the figures are those of the partner's public material: gross payout
per TH, less electricity (kWt price x 24 h x W/TH) and service, floored at zero, paid in BTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from sandbox.partner.dice import roll

OPENING = date(2021, 6, 1)
"""The first day anything was mined."""

KWT = Decimal("0.05")
"""USD per kWh."""

SERVICE = Decimal("0.0089")
"""USD per TH per day."""

GRAIN = Decimal("1E-12")
"""BTC per TH are kept to this: a ten-thousandth of a satoshi."""

FORTNIGHT = 14

KEPT_DAYS = 4096
KEPT_YIELDS = 8 * KEPT_DAYS


@dataclass(frozen=True, slots=True)
class Rates:
    """One day: gross BTC per TH, USD per BTC, USD per GOMINING."""

    income_per_th: Decimal
    btc: Decimal
    gomining: Decimal


@dataclass(frozen=True, slots=True)
class Yield:
    """What one TH yields in one day, in BTC."""

    gross: Decimal
    electricity: Decimal
    service: Decimal

    @property
    def net(self) -> Decimal:
        """Return what is left for the owner."""
        return max(Decimal(0), self.gross - self.electricity - self.service)


@lru_cache(KEPT_DAYS)
def rates(day: date) -> Rates:
    """Return the rates of *day*."""
    return Rates(
        income_per_th=_between("4.55E-7", "5.45E-7", _luck(day)).quantize(GRAIN),
        btc=_between("78000", "115000", _price("btc", day)).quantize(Decimal("0.01")),
        gomining=_between("0.34", "0.56", _price("gomining", day)).quantize(Decimal("0.0001")),
    )


@lru_cache(KEPT_YIELDS)
def yield_per_th(efficiency: Decimal, day: date) -> Yield:
    """Return what a TH of *efficiency* W/TH yields on *day*, electricity and service paid."""
    at = rates(day)
    return Yield(
        gross=at.income_per_th,
        electricity=(KWT * 24 / 1000 * efficiency / at.btc).quantize(GRAIN),
        service=(SERVICE / at.btc).quantize(GRAIN),
    )


def _between(low: str, high: str, height: Decimal) -> Decimal:
    return Decimal(low) + (Decimal(high) - Decimal(low)) * height


def _luck(day: date) -> Decimal:
    """Return how much a TH finds, from 0 to 1.

    Difficulty steps every two weeks, over a slow drift, and no two days find as many blocks.
    """
    difficulty = _knot("difficulty", FORTNIGHT, day.toordinal() // FORTNIGHT)
    return (4 * _swing("payout", day, 61) + 2 * difficulty + _daily("payout", day)) / 7


def _price(coin: str, day: date) -> Decimal:
    """Return how high a price is, from 0 to 1: a slow drift, a week's mood, a day's."""
    return (6 * _swing(coin, day, 61) + 3 * _swing(coin, day, 7) + _daily(coin, day)) / 10


def _daily(name: str, day: date) -> Decimal:
    return _knot(name, 1, day.toordinal())


def _swing(name: str, day: date, period: int) -> Decimal:
    knot, into = divmod(day.toordinal(), period)
    start, end = _knot(name, period, knot), _knot(name, period, knot + 1)
    part = Decimal(into) / period
    return start + (end - start) * part * part * (3 - 2 * part)


@lru_cache(4 * KEPT_DAYS)
def _knot(name: str, period: int, knot: int) -> Decimal:
    return Decimal(roll(10**6, name, period, knot)) / 10**6


class Ledger:
    """Running sums of the net yield, one row per W/TH, so that years of income cost two look-ups.

    There are as many rows as there are efficiencies in `sandbox.partner.mines`.
    """

    def __init__(self) -> None:
        self._sums: dict[Decimal, list[Decimal]] = {}

    def net(self, efficiency: Decimal, first: date, last: date) -> Decimal:
        """Return BTC per TH of the days *first* to *last*, both included."""
        if last < first:
            return Decimal(0)
        sums = self._sums.setdefault(efficiency, [Decimal(0)])
        end = (last - OPENING).days + 1
        for passed in range(len(sums) - 1, end):
            day = OPENING + timedelta(passed)
            sums.append(sums[-1] + yield_per_th(efficiency, day).net)
        return sums[end] - sums[(first - OPENING).days]
