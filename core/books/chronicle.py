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

    The partner lists them so. It began to be read at `begun`, in seconds of a clock of its own:
    the newest rows, so many as are `proofread`, were read since, those behind them before.
    """

    begun: float
    rows: Rows = ()
    whole: bool = False
    proofread: int = 0

    def reaches(self, since: date | None) -> bool:
        """Return whether every row from the day *since* on is here; None stands for all."""
        return self._reaches(since, len(self.rows))

    def meets(self, rows: list[IncomeRow]) -> bool:
        """Return whether the newest rows, those given, leave no gap to the ones here.

        They have to reach further back than the newest here: of what is credited at one moment
        only a part may have been there.
        """
        return bool(rows and self.rows) and rows[-1].credited_at < self.rows[0].credited_at

    def is_enough_for(self, since: date | None) -> bool:
        """Return whether nothing more would be read to answer for *since*."""
        return self.proofread >= MAX_ROWS or self._reaches(since, self.proofread)

    def since(self, day: date | None) -> Rows:
        """Return the rows from that day on."""
        if day is None:
            return self.rows
        return self.rows[: bisect_right(self.rows, -day.toordinal(), key=_days_ago)]

    def anew(self, at: float) -> Chronicle:
        """Return the same, to be read anew from *at* on: these rows stand in until others come."""
        return Chronicle(at, self.rows, whole=self.whole and bool(self.rows))

    def joined(self, rows: Iterable[IncomeRow], *, whole: bool) -> Chronicle:
        """Return these rows, which end the list if they are *whole*, and the ones here.

        Where both tell of a credit, those given count. As far back as they reach together with
        what was proofread, nothing else stays: it has vanished. Of more than `MAX_ROWS` the newest
        stay.
        """
        read = _merged(_in_order(rows), self.rows[: self.proofread])
        rest = () if whole else self.rows[_place_after(read, self.rows) :]
        together = read + rest
        ends = whole or (self.whole and not _is_older(read, self.rows))
        return Chronicle(
            self.begun,
            together[:MAX_ROWS],
            whole=ends and len(together) <= MAX_ROWS,
            proofread=min(len(read), MAX_ROWS),
        )

    def _reaches(self, since: date | None, count: int) -> bool:
        """Return whether the newest rows, so many, reach back to that day."""
        if self.whole and count == len(self.rows):
            return True
        return since is not None and count > 0 and self.rows[count - 1].day < since


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


def _place_after(read: Rows, kept: Rows) -> int:
    """Return where in *kept* the rows begin that are older than all that were *read*."""
    return bisect_right(kept, _key(read[-1]), key=_key) if read else 0


def _is_older(read: Rows, kept: Rows) -> bool:
    """Return whether the oldest that was *read* is older than all that are *kept*."""
    return bool(read and kept) and _key(read[-1]) > _key(kept[-1])


def _in_order(rows: Iterable[IncomeRow]) -> Rows:
    once = {_key(row): row for row in rows}
    return tuple(once[key] for key in sorted(once))


def _key(row: IncomeRow) -> Key:
    """Return what tells a credit from the others, the newest first."""
    return EPOCH - row.credited_at, -row.miner


def _days_ago(row: IncomeRow) -> int:
    return -row.day.toordinal()
