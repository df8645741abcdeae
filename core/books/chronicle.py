"""The incomes that are kept of a user: from the newest back to some day, without a gap."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.income.row import IncomeRow

MAX_ROWS = 10_000
"""Rows that one question is answered with, and that are kept of one user."""

Rows = tuple[IncomeRow, ...]
Key = tuple[timedelta, int]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Income rows, newest first; `whole` when they reach back to the first there is.

    The partner lists them so. It began to be read at `begun`, in seconds of a clock of its own.
    """

    begun: float
    rows: Rows = ()
    whole: bool = False

    def reaches(self, since: date | None) -> bool:
        """Return whether every row from the day *since* on is here; None stands for all."""
        return self.whole or (since is not None and bool(self.rows) and self.rows[-1].day < since)

    def meets(self, rows: list[IncomeRow]) -> bool:
        """Return whether the newest rows, those given, leave no gap to the ones here.

        They have to reach further back than the newest here: of what is credited at one moment
        only a part may have been there.
        """
        return bool(rows and self.rows) and rows[-1].credited_at < self.rows[0].credited_at

    def is_enough_for(self, since: date | None) -> bool:
        """Return whether nothing more would be read to answer for *since*."""
        return self.reaches(since) or len(self.rows) >= MAX_ROWS

    def since(self, day: date | None) -> Rows:
        """Return the rows from that day on."""
        if day is None:
            return self.rows
        return self.rows[: bisect_right(self.rows, -day.toordinal(), key=_days_ago)]

    def joined(self, rows: Iterable[IncomeRow], *, whole: bool) -> Chronicle:
        """Return these rows and the ones here; where both tell of a credit, those given count.

        Of more than `MAX_ROWS` the newest stay.
        """
        together = _merged(_in_order(rows), self.rows)
        return Chronicle(self.begun, together[:MAX_ROWS], whole and len(together) <= MAX_ROWS)


def _merged(given: Rows, kept: Rows) -> Rows:
    """Merge two runs, touching only the stretch in which they overlap."""
    if not given or not kept:
        return given or kept
    if _key(given[0]) > _key(kept[-1]):
        return kept + given  # all of it is older
    above = bisect_left(kept, _key(given[0]), key=_key)
    below = bisect_right(kept, _key(given[-1]), key=_key)
    overlap = _in_order((*kept[above:below], *given))
    return kept[:above] + overlap + kept[below:]


def _in_order(rows: Iterable[IncomeRow]) -> Rows:
    once = {_key(row): row for row in rows}
    return tuple(once[key] for key in sorted(once))


def _key(row: IncomeRow) -> Key:
    """Return what tells a credit from the others, the newest first."""
    return EPOCH - row.credited_at, -row.miner


def _days_ago(row: IncomeRow) -> int:
    return -row.day.toordinal()
