"""What the home screen shows, put together from what could be had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from core.arithmetic.exact import exactly
from core.arithmetic.net import daily, merged, summed, weighted_efficiency
from core.arithmetic.rates import Money, Rates
from core.books import Fleet, History, Totals
from core.errors import AppError
from core.income.trend import Trend
from core.market import AgedRates

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One part of the screen, `age` in seconds: a value with a fault is stale."""

    value: T | None
    age: int = 0
    fault: AppError | None = None


@dataclass(frozen=True, slots=True)
class Power:
    """The miners together: `total` in TH, `efficiency` in W/TH, weighted by TH.

    `expected` is their net a day by the formula; None without any, or where it cannot be told.
    """

    total: Decimal
    efficiency: Decimal | None
    miners: int
    complete: bool
    expected: Money | None


@dataclass(frozen=True, slots=True)
class Balance:
    """All that was ever earned, and where it is."""

    total: Money
    on_balance: Money
    withdrawn: Money


@dataclass(frozen=True, slots=True)
class Earnings:
    """The trend, in BTC, and its figures as money; `complete` when it is of all the days asked."""

    trend: Trend
    net: Money | None
    mean: Money | None
    complete: bool


@dataclass(frozen=True, slots=True)
class HomeScreen:
    """What there is to show; at least one part has a value."""

    power: Part[Power]
    rates: Part[Rates]
    balance: Part[Balance]
    earnings: Part[Earnings]


class Earned(NamedTuple):
    """Incomes, and what they tell."""

    history: History
    trend: Trend


class Said(NamedTuple):
    """What each part is made of, or why it cannot be had."""

    fleet: Fleet | AppError
    rates: AgedRates | AppError
    totals: Totals | AppError
    earned: Earned | AppError

    @property
    def faults(self) -> list[AppError]:
        """Why parts cannot be had."""
        return [said for said in self if isinstance(said, AppError)]


def screen_of(said: Said) -> HomeScreen:
    """Return the screen; without rates its money is BTC alone."""
    rates = None if isinstance(said.rates, AppError) else said.rates.rates
    money = rates.of_btc if rates else _in_btc
    return HomeScreen(
        _part(said.fleet, lambda fleet: _power(fleet, rates)),
        _part(said.rates, lambda aged: Part(aged.rates, aged.age)),
        _part(said.totals, lambda totals: _balance(totals, money)),
        _part(said.earned, lambda earned: _earnings(earned, money)),
    )


def _part(said: T | AppError, part: Callable[[T], Part[V]]) -> Part[V]:
    return Part(None, fault=said) if isinstance(said, AppError) else part(said)


def _in_btc(btc: Decimal) -> Money:
    return Money(btc, None, None)


@exactly
def _power(fleet: Fleet, rates: Rates | None) -> Part[Power]:
    miners = [(miner.power, miner.efficiency) for miner in fleet.miners]
    splits = [daily(setup, rates) for setup in merged(miners)] if rates else []
    told = [split for split in splits if split]
    power = Power(
        total=sum((power for power, _ in miners), Decimal(0)),
        efficiency=weighted_efficiency(miners),
        miners=len(miners),
        complete=fleet.complete,
        expected=rates.of_usd(summed(told).net) if rates and told else None,
    )
    return Part(power, fleet.age, fleet.fault)


def _balance(totals: Totals, money: Callable[[Decimal], Money]) -> Part[Balance]:
    income = totals.income
    balance = Balance(money(income.total), money(income.on_balance), money(income.withdrawn))
    return Part(balance, totals.age, totals.fault)


def _earnings(earned: Earned, money: Callable[[Decimal], Money]) -> Part[Earnings]:
    history, trend = earned
    earnings = Earnings(
        trend=trend,
        net=None if trend.latest is None else money(trend.latest.net),
        mean=None if trend.mean is None else money(trend.mean),
        complete=history.complete,
    )
    return Part(earnings, history.age, history.fault)
