"""The home screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal, TypeVar

from core import home
from core.home import HomeScreen
from webapp.shapes.envelope import Shape
from webapp.shapes.money import BTC_PLACES, Amount, MoneyShape, Part, RatesShape, cut

T = TypeVar("T")
S = TypeVar("S")


class LastDays(Shape):
    """How many days to show, up to the last that was mined."""

    days: Literal["7", "30", "90", "all"] = "30"

    def count(self) -> int | None:
        """Return how many; None: all there are."""
        return None if self.days == "all" else int(self.days)


class PowerShape(Shape):
    """All miners together: TH, W/TH weighted by TH, and the net a day that is to be expected."""

    total: Amount
    efficiency: Amount | None
    miners: int
    complete: bool
    expected: MoneyShape | None

    @classmethod
    def of(cls, power: home.Power) -> PowerShape:
        """Present the power."""
        efficiency = power.efficiency
        return cls(
            total=power.total,
            efficiency=None if efficiency is None else cut(efficiency),
            miners=power.miners,
            complete=power.complete,
            expected=None if power.expected is None else MoneyShape.of(power.expected),
        )


class BalanceShape(Shape):
    """All that was ever earned, and where it is."""

    total: MoneyShape
    on_balance: MoneyShape
    withdrawn: MoneyShape

    @classmethod
    def of(cls, balance: home.Balance) -> BalanceShape:
        """Present the balance."""
        return cls(
            total=MoneyShape.of(balance.total),
            on_balance=MoneyShape.of(balance.on_balance),
            withdrawn=MoneyShape.of(balance.withdrawn),
        )


class LatestDay(Shape):
    """The last mined day that was credited; `partial` while more credits of it are expected."""

    day: date
    net: MoneyShape
    partial: bool


class DayNet(Shape):
    """What was left of a day, in BTC."""

    day: date
    net: Amount


class EarningsShape(Shape):
    """How the latest day went, against the mean of the seven days before it that were credited.

    `change` is a fraction of the mean, null while the day is partial; `days` are the oldest first.
    """

    latest: LatestDay | None
    mean: MoneyShape | None
    change: Amount | None
    days: list[DayNet]
    complete: bool

    @classmethod
    def of(cls, earnings: home.Earnings) -> EarningsShape:
        """Present the earnings."""
        trend = earnings.trend
        latest = None
        if trend.latest is not None and earnings.net is not None:
            net = MoneyShape.of(earnings.net)
            latest = LatestDay(day=trend.latest.day, net=net, partial=trend.partial)
        return cls(
            latest=latest,
            mean=None if earnings.mean is None else MoneyShape.of(earnings.mean),
            change=None if trend.change is None else cut(trend.change),
            days=[DayNet(day=day, net=cut(net, BTC_PLACES)) for day, net in trend.days],
            complete=earnings.complete,
        )


class HomeShape(Shape):
    """The home screen; each part can be missing by itself."""

    power: Part[PowerShape]
    rates: Part[RatesShape]
    totals: Part[BalanceShape]
    earnings: Part[EarningsShape]

    @classmethod
    def of(cls, screen: HomeScreen) -> HomeShape:
        """Present the screen."""
        return cls(
            power=_part(screen.power, PowerShape.of),
            rates=_part(screen.rates, RatesShape.of),
            totals=_part(screen.balance, BalanceShape.of),
            earnings=_part(screen.earnings, EarningsShape.of),
        )


def _part(part: home.Part[T], present: Callable[[T], S]) -> Part[S]:
    return Part(
        value=None if part.value is None else present(part.value),
        age=part.age,
        fault=part.fault and part.fault.code,
    )
