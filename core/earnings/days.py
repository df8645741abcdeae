"""The days of a history, as one asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.arithmetic.rates import Money
from core.books import History
from core.errors import AppError
from core.income.days import DaySplit, partial_days, split_days, summed


@dataclass(frozen=True, slots=True)
class Sums:
    """What days come to together; `other` is what is neither electricity nor service."""

    gross: Money
    electricity: Money
    service: Money
    other: Money
    net: Money


@dataclass(frozen=True, slots=True)
class Days:
    """Days newest first, those of them that are `partial`, and their sums at today's rates.

    `complete`, `age` and `fault` are the history's.
    """

    splits: tuple[DaySplit, ...]
    partial: frozenset[date]
    sums: Sums
    complete: bool
    age: int
    fault: AppError | None


def days_of(
    history: History,
    money: Callable[[Decimal], Money],
    *,
    maintenance_apart: bool,
    miner: int | None,
    now: datetime,
) -> Days:
    """Return the whole days of *history*, of one *miner* alone where it is named."""
    splits = split_days(history.whole_days, maintenance_apart=maintenance_apart, miner=miner)
    total = summed(splits)
    sums = Sums(
        money(total.gross),
        money(total.electricity),
        money(total.service),
        money(total.other),
        money(total.net),
    )
    partial = partial_days(splits, now=now)
    return Days(tuple(splits), partial, sums, history.complete, history.age, history.fault)
