"""What one miner was credited for one day, in our words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, InvalidOperation, localcontext

SUMS = Context(5_000, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[InvalidOperation])
"""Adding loses no digit: the partner's figures have 60 at most, between E-460 and E+400.

What days are compared by, products and quotients of a few of them, stays within E+2000.
"""


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """A miner's income of `day`, in BTC; `value` is what was credited.

    It is net of the costs beside it, or gross where the owner pays maintenance apart, in GOMINING.
    """

    day: date
    credited_at: datetime
    miner: int
    value: Decimal
    electricity: Decimal
    service: Decimal
    service_3: Decimal
    service_4: Decimal

    @property
    def costs(self) -> Decimal:
        """What maintenance cost, after discounts."""
        with localcontext(SUMS):
            return self.electricity + self.service + self.service_3 + self.service_4

    def gross(self, *, maintenance_apart: bool) -> Decimal:
        """Return what was earned before maintenance.

        A net that was floored at zero hides how far gross stayed below the costs: then this is
        the most it can have been.
        """
        with localcontext(SUMS):
            return self.value if maintenance_apart else self.value + self.costs

    def net(self, *, maintenance_apart: bool) -> Decimal:
        """Return what is left; below zero only where maintenance that is paid apart cost more."""
        with localcontext(SUMS):
            return self.value - self.costs if maintenance_apart else self.value


def mined_day(credited_at: datetime) -> date:
    """Return the day an income was mined on: the UTC day before the one it is credited on."""
    try:
        return credited_at.astimezone(UTC).date() - timedelta(1)
    except OverflowError:  # a day before the calendar's first, of a partner gone mad
        return date.min
