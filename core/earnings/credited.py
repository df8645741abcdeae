"""What a history tells of a single day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from core.arithmetic.rates import Rates
from core.books import History
from core.errors import RequestError
from core.income.change import Credits
from core.income.days import DaySplit, is_partial, split_day

DAY = timedelta(1)


def day_before(day: date) -> date:
    """Return the day before; the calendar's first has none."""
    return max(day, date.min + DAY) - DAY


def check_reach(history: History, first: date) -> None:
    """Raise unless all of the day *first* was read: missing rows would look like lost miners."""
    if history.complete or (history.rows and history.rows[-1].day < first):
        return
    raise history.fault or RequestError("before, after: further back than can be read")


def credited(
    history: History,
    day: date,
    *,
    miner: int | None,
    rates: Mapping[date, Rates],
    now: datetime,
) -> Credits:
    """Return what was credited for *day*, to one *miner* alone where it is named.

    A day is as partial for one miner as for all, until that miner's row is there.
    """
    own = tuple(row for row in history.rows if row.day == day and miner in {None, row.miner})
    is_there = miner is not None and bool(own)
    partial = not is_there and is_partial(
        _split(history, day), _split(history, day_before(day)), now=now
    )
    return Credits(day, own, rates.get(day), partial=partial)


def _split(history: History, day: date) -> DaySplit:
    rows = (row for row in history.rows if row.day == day)
    return split_day(day, rows, maintenance_apart=False)
