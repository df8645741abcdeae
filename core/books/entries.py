"""What the books answer."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import AppError
from core.income.row import IncomeRow
from core.partner import Miner, TotalIncome


@dataclass(frozen=True, slots=True)
class Fleet:
    """A user's miners, as the partner orders them; `complete` unless there are too many to read.

    `age` is in seconds. `fault` is why nothing younger could be had.
    """

    miners: tuple[Miner, ...]
    complete: bool
    age: int = 0
    fault: AppError | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A user's income rows, newest first, none missing in between; `age` and `fault` as above.

    `complete` when they reach back to the first day asked for, or to the first there is.
    """

    rows: tuple[IncomeRow, ...]
    complete: bool
    age: int = 0
    fault: AppError | None = None

    @property
    def whole_days(self) -> tuple[IncomeRow, ...]:
        """The rows of the days of which none is missing: not of the one that reading ended in."""
        if self.complete or not self.rows:
            return self.rows
        unread = self.rows[-1].day
        return tuple(row for row in self.rows if row.day > unread)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a user has earned in all; `age` and `fault` as above."""

    income: TotalIncome
    age: int = 0
    fault: AppError | None = None
