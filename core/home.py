"""The home screen in one answer: power, rates, balance and earnings, read side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from core.arithmetic.exact import exactly
from core.arithmetic.net import weighted_efficiency
from core.arithmetic.rates import Money, Rates
from core.books import Books, Fleet, History, Totals
from core.errors import AppError, SignInAgainError, attempted
from core.income.days import partial_days, split_days
from core.income.trend import MEAN_DAYS, Trend, trend_of
from core.market import AgedRates, Market
from core.model import UserId
from core.preferences import UserPreferences

__all__ = ["Balance", "Earnings", "Home", "HomeScreen", "Part", "Power"]

MANY_ROWS = 500
"""Rows that take some milliseconds to sum up."""

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
    """The miners together: `total` in TH, `efficiency` in W/TH, weighted by TH."""

    total: Decimal
    efficiency: Decimal | None
    miners: int
    complete: bool


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


class Home:
    """Puts the home screen together; what cannot be had leaves the other parts standing."""

    def __init__(
        self,
        books: Books,
        market: Market,
        preferences: UserPreferences,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._books = books
        self._market = market
        self._preferences = preferences
        self._now = now

    async def of(self, user: UserId, days: int | None) -> HomeScreen:
        """Return the screen with the last *days*; None: with all there are.

        `SignInAgainError` where any part needs it; another error only where every part has one.
        """
        now = self._now()
        since = None if days is None else now.date() - timedelta(days)
        fleet, rates, totals, earned = await asyncio.gather(
            attempted(self._books.fleet(user)),
            attempted(self._market.rates(user)),
            attempted(self._books.totals(user)),
            attempted(self._earned(user, since, now)),
        )
        faults = [said for said in (fleet, rates, totals, earned) if isinstance(said, AppError)]
        for fault in faults:
            if isinstance(fault, SignInAgainError) or len(faults) == len(HomeScreen.__slots__):
                raise fault
        money = _money(rates)
        return HomeScreen(
            _part(fleet, _power),
            _part(rates, lambda aged: Part(aged.rates, aged.age)),
            _part(totals, lambda told: _balance(told, money)),
            _part(earned, lambda of: _earnings(*of, money)),
        )

    async def _earned(
        self, user: UserId, since: date | None, now: datetime
    ) -> tuple[History, Trend]:
        # The first of the days shown can be the latest there is, and has days before it too.
        first = since and since - timedelta(MEAN_DAYS)
        history, chosen = await asyncio.gather(
            self._books.history(user, first), self._preferences.of(user)
        )

        def trend() -> Trend:
            splits = split_days(history.rows, maintenance_apart=chosen.maintenance_apart)
            return trend_of(splits, since=since, partial=partial_days(splits[:2], now=now))

        if len(history.rows) < MANY_ROWS:
            return history, trend()
        return history, await asyncio.to_thread(trend)


def _part(said: T | AppError, part: Callable[[T], Part[V]]) -> Part[V]:
    return Part(None, fault=said) if isinstance(said, AppError) else part(said)


def _money(rates: AgedRates | AppError) -> Callable[[Decimal], Money]:
    """Return the way from BTC to money: without rates it stays BTC."""
    return (
        (lambda btc: Money(btc, None, None)) if isinstance(rates, AppError) else rates.rates.of_btc
    )


@exactly
def _power(fleet: Fleet) -> Part[Power]:
    miners = fleet.miners
    power = Power(
        total=sum((miner.power for miner in miners), Decimal(0)),
        efficiency=weighted_efficiency((miner.power, miner.efficiency) for miner in miners),
        miners=len(miners),
        complete=fleet.complete,
    )
    return Part(power, fleet.age, fleet.fault)


def _balance(totals: Totals, money: Callable[[Decimal], Money]) -> Part[Balance]:
    income = totals.income
    balance = Balance(money(income.total), money(income.on_balance), money(income.withdrawn))
    return Part(balance, totals.age, totals.fault)


def _earnings(history: History, trend: Trend, money: Callable[[Decimal], Money]) -> Part[Earnings]:
    earnings = Earnings(
        trend=trend,
        net=None if trend.latest is None else money(trend.latest.net),
        mean=None if trend.mean is None else money(trend.mean),
        complete=history.complete,
    )
    return Part(earnings, history.age, history.fault)
