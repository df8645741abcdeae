"""Income rows as days, each split into what came in and what went out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, localcontext

from core.income.row import SUMS, IncomeRow

CREDITS_CLOSE = time(5, tzinfo=UTC)
"""By then, on the day after, everything mined on a day has been credited."""

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class DaySplit:
    """What a day's miners, those of `ids`, were credited together, in BTC.

    `gross` less the four costs is `net`, to the last digit.
    """

    day: date
    gross: Decimal = ZERO
    electricity: Decimal = ZERO
    service: Decimal = ZERO
    service_3: Decimal = ZERO
    service_4: Decimal = ZERO
    net: Decimal = ZERO
    ids: frozenset[int] = frozenset()

    @property
    def miners(self) -> int:
        """How many miners were credited."""
        return len(self.ids)

    def times(self, factor: Decimal) -> DaySplit:
        """Return what *factor* times the TH would have been credited."""
        with localcontext(SUMS):
            return DaySplit(
                self.day,
                self.gross * factor,
                self.electricity * factor,
                self.service * factor,
                self.service_3 * factor,
                self.service_4 * factor,
                self.net * factor,
                self.ids,
            )

    @property
    def other(self) -> Decimal:
        """What was taken beside electricity and service: usually nothing."""
        with localcontext(SUMS):
            return self.service_3 + self.service_4


def split_days(
    rows: Iterable[IncomeRow], *, maintenance_apart: bool, miner: int | None = None
) -> list[DaySplit]:
    """Return the days that have rows, newest first; of one *miner* alone where it is named."""
    by_day: dict[date, list[IncomeRow]] = {}
    for row in rows:
        if miner is None or row.miner == miner:
            by_day.setdefault(row.day, []).append(row)
    return [
        split_day(day, by_day[day], maintenance_apart=maintenance_apart)
        for day in sorted(by_day, reverse=True)
    ]


def split_day(day: date, rows: Iterable[IncomeRow], *, maintenance_apart: bool) -> DaySplit:
    """Return what *rows*, all of *day*, come to; nothing at all where there are none."""
    value = electricity = service = service_3 = service_4 = ZERO
    ids = set()
    with localcontext(SUMS):
        for row in rows:
            value += row.value
            electricity += row.electricity
            service += row.service
            service_3 += row.service_3
            service_4 += row.service_4
            ids.add(row.miner)
        costs = electricity + service + service_3 + service_4
        gross, net = (value, value - costs) if maintenance_apart else (value + costs, value)
    return DaySplit(day, gross, electricity, service, service_3, service_4, net, frozenset(ids))


def summed(splits: Iterable[DaySplit]) -> DaySplit:
    """Return what *splits* come to together, on no day of theirs, with the miners of all."""
    gross = electricity = service = service_3 = service_4 = net = ZERO
    ids: set[int] = set()
    with localcontext(SUMS):
        for split in splits:
            gross += split.gross
            electricity += split.electricity
            service += split.service
            service_3 += split.service_3
            service_4 += split.service_4
            net += split.net
            ids |= split.ids
    return DaySplit(
        date.min, gross, electricity, service, service_3, service_4, net, frozenset(ids)
    )


def is_partial(split: DaySplit, day_before: DaySplit | None, *, now: datetime) -> bool:
    """Tell whether credits of this day are probably still arriving.

    They may until 05:00 UTC of the next day, and are missed where a miner was not credited that
    was on the day before. Without that day to compare with there is nothing to miss.
    """
    if day_before is None or split.day == date.max:
        return False
    closes = datetime.combine(split.day + timedelta(1), CREDITS_CLOSE)
    return now < closes and not day_before.ids <= split.ids


def partial_days(splits: Iterable[DaySplit], *, now: datetime) -> frozenset[date]:
    """Return which of these days are partial, each compared with the calendar day before it."""
    known = {split.day: split for split in splits}
    return frozenset(
        day
        for day, split in known.items()
        if day > date.min and is_partial(split, known.get(day - timedelta(1)), now=now)
    )
