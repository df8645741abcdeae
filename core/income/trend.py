"""How the latest day went, against the days before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from core.arithmetic.exact import exactly
from core.income.days import ZERO, DaySplit

MEAN_DAYS = 7
"""Days before the latest that it is compared with."""
MOST_DAYS = 3_660
"""Days in one row of days: a partner gone mad may name any date."""


class DayNet(NamedTuple):
    """A day and what was left of it, in BTC."""

    day: date
    net: Decimal


@dataclass(frozen=True, slots=True)
class Trend:
    """The `latest` day that was credited, and its `change` against the `mean` of those before.

    The mean is of the `MEAN_DAYS` before it, as far as they were credited: older ones are not drawn
    in to fill a gap, so it is the same however far back was read. Amounts are BTC; `change` is a
    fraction of the mean. Either is None where there is nothing to compare with, `change` also where
    the mean is not above zero or the latest day is `partial`: credits that are still to come are no
    loss. `days` are the oldest first, none left out.
    """

    latest: DaySplit | None
    partial: bool
    mean: Decimal | None
    change: Decimal | None
    days: tuple[DayNet, ...]


@exactly
def trend_of(splits: Sequence[DaySplit], *, since: date | None, partial: frozenset[date]) -> Trend:
    """Return the trend of *splits*, newest first; its days begin at *since*."""
    if not splits:
        return Trend(None, partial=False, mean=None, change=None, days=())
    latest = splits[0]
    before = [split for split in splits[1:] if (latest.day - split.day).days <= MEAN_DAYS]
    is_partial = latest.day in partial
    mean = sum((split.net for split in before), ZERO) / len(before) if before else None
    change = (latest.net - mean) / mean if mean is not None and mean > 0 else None
    return Trend(
        latest, is_partial, mean, None if is_partial else change, _every_day(splits, since)
    )


def _every_day(splits: Sequence[DaySplit], since: date | None) -> tuple[DayNet, ...]:
    """Return the days from the first to the last that was credited, those between as zero."""
    nets = {split.day: split.net for split in splits if since is None or split.day >= since}
    if not nets:
        return ()
    last = max(nets)
    count = min(MOST_DAYS, (last - min(nets)).days + 1)
    days = (last - timedelta(ago) for ago in reversed(range(count)))
    return tuple(DayNet(day, nets.get(day, ZERO)) for day in days)
