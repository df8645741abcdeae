"""Why a day's net differs from another's: payout, BTC price, maintenance or TH."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal, localcontext

from core.arithmetic.rates import Rates
from core.income.days import DaySplit, split_day
from core.income.effect import GRAIN, Effect, adding_up
from core.income.factors import Pair
from core.income.growth import growth_of
from core.income.power import Power
from core.income.row import SUMS, IncomeRow
from core.income.stayed import Stayed


@dataclass(frozen=True, slots=True)
class Credits:
    """What is known of a day: its rows, the rates recorded on it, whether more rows may come."""

    day: date
    rows: tuple[IncomeRow, ...]
    rates: Rates | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Two days and what lies between them; `effects`, largest first, add up to `difference`.

    `partial` are those of the days that miss rows still to come.
    """

    before: DaySplit
    after: DaySplit
    difference: Decimal
    effects: tuple[Effect, ...]
    partial: frozenset[date]


def compare(
    before: Credits,
    after: Credits,
    *,
    powers: Mapping[int, Decimal],
    maintenance_apart: bool,
) -> Change:
    """Return why *after* differs from *before*; *powers* are the miners' TH of today.

    A miner credited on one of the days alone came or went with all it earned: that is power, known
    unless its credit may still arrive, or nobody was credited on the other. So is what more TH of
    a miner would have earned the day before, inferred. Of what is left a row tells gross and
    costs, hence what payout did; that costs in BTC moved by one factor says that the BTC price
    did, unless a discount changed, which recorded rates alone tell apart.
    """
    rates = (before.rates, after.rates)
    with localcontext(SUMS):
        was = _by_miner(before, maintenance_apart=maintenance_apart)
        became = _by_miner(after, maintenance_apart=maintenance_apart)
        both = {miner: Pair(was[miner], became[miner]) for miner in was if miner in became}
        growth = growth_of(both, *rates, maintenance_apart=maintenance_apart)
        power = Power(was, became, powers, growth)
        stayed = Stayed(power.stayed(), powers, rates, maintenance_apart, guessed=bool(growth))
        days = Pair(
            split_day(before.day, before.rows, maintenance_apart=maintenance_apart),
            split_day(after.day, after.rows, maintenance_apart=maintenance_apart),
        )
        difference = _cut(days.after.net) - _cut(days.before.net)
        moved = power.effect(
            awaited=before.partial or after.partial, had_other_th=stayed.had_other_th
        )
        effects = [*stayed.effects(), moved]
        return Change(
            *days,
            difference,
            adding_up(effects, difference),
            frozenset(each.day for each in (before, after) if each.partial),
        )


def _by_miner(credits: Credits, *, maintenance_apart: bool) -> dict[int, DaySplit]:  # noqa: A002  # the word for it
    rows: dict[int, list[IncomeRow]] = {}
    for row in credits.rows:
        rows.setdefault(row.miner, []).append(row)
    splits = {
        miner: split_day(credits.day, own, maintenance_apart=maintenance_apart)
        for miner, own in rows.items()
    }
    # A row of zeros is a miner that did not mine.
    return {miner: split for miner, split in splits.items() if split.gross or split.net}


def _cut(net: Decimal) -> Decimal:
    return net.quantize(GRAIN, ROUND_DOWN)
