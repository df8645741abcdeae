"""What is known of a user's miners beside themselves, and the report of each made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.arithmetic.break_even import break_even_btc
from core.arithmetic.net import Setup, daily
from core.arithmetic.rates import Money, Rates
from core.income.days import DaySplit, split_day
from core.income.row import IncomeRow
from core.partner import Miner


@dataclass(frozen=True, slots=True)
class LatestNet:
    """What was left of the last mined day that was credited."""

    day: date
    net: Money


@dataclass(frozen=True, slots=True)
class MinerReport:
    """A miner with its figures; None where a figure cannot be had.

    `expected` is net a day by the formula, `earned` all it was ever credited, `break_even_btc`
    the USD per BTC at and below which nothing is left.
    """

    miner: Miner
    expected: Money | None
    latest: LatestNet | None
    earned: Money | None
    break_even_btc: Decimal | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rates, latest days and totals, the latter two by miner; empty where they cannot be had."""

    rates: Rates | None
    latest: dict[int, DaySplit]
    earned: dict[int, Decimal]

    def net_usd(self, miner: Miner) -> Decimal | None:
        """Return what the miner should earn a day, in USD."""
        split = self.rates and daily(Setup(miner.power, miner.efficiency), self.rates)
        return split.net if split else None

    def report(self, miner: Miner) -> MinerReport:
        """Return what there is to tell of a miner."""
        latest, earned, net = self.latest.get(miner.id), self.earned.get(miner.id), None
        expected = break_even = None
        if self.rates is not None:
            net = self.net_usd(miner)
            expected = None if net is None else self.rates.of_usd(net)
            break_even = break_even_btc(Setup(miner.power, miner.efficiency), self.rates)
        return MinerReport(
            miner,
            expected,
            None if latest is None else LatestNet(latest.day, self._money(latest.net)),
            None if earned is None else self._money(earned),
            break_even,
        )

    def _money(self, btc: Decimal) -> Money:
        return Money(btc, None, None) if self.rates is None else self.rates.of_btc(btc)


def latest_days(rows: Iterable[IncomeRow], *, maintenance_apart: bool) -> dict[int, DaySplit]:
    """Return each miner's latest day of *rows*, which are newest first."""
    of_miner: dict[int, list[IncomeRow]] = {}
    for row in rows:
        latest = of_miner.setdefault(row.miner, [])
        if not latest or latest[0].day == row.day:
            latest.append(row)
    return {
        miner: split_day(latest[0].day, latest, maintenance_apart=maintenance_apart)
        for miner, latest in of_miner.items()
    }
