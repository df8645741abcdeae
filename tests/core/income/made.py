"""Days as the partner would credit them, by the formula of its public material."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from core.arithmetic.rates import Rates
from core.income.change import Credits
from core.income.row import IncomeRow

DAY = date(2026, 11, 20)
NEXT = date(2026, 11, 21)


def figures(smallest: int, largest: int) -> st.SearchStrategy[Decimal]:
    """Return decimals of up to 30 digits, times ten to the power of the bounds."""
    digits = st.integers(-(10**30), 10**30)
    return st.builds(
        lambda digits, power: Decimal(f"{digits}E{power}"), digits, st.integers(smallest, largest)
    )


@dataclass(frozen=True)
class Mine:
    id: int
    power: Decimal
    efficiency: Decimal


@dataclass(frozen=True)
class World:
    """What moves incomes: payout in BTC per TH, the others in USD; `discount` a fraction."""

    payout: Decimal = Decimal("4.94E-7")
    btc: Decimal = Decimal("78862.65")
    kwh: Decimal = Decimal("0.05")
    service: Decimal = Decimal("0.0089")
    discount: Decimal = Decimal(0)

    def rates(self) -> Rates:
        return Rates(self.payout, self.btc, Decimal("0.4"), self.kwh, self.service)

    def row(self, mine: Mine, day: date, *, apart: bool = False) -> IncomeRow:
        paid = (1 - self.discount) * mine.power / self.btc
        electricity = self.kwh * 24 / 1000 * mine.efficiency * paid
        service = self.service * paid
        gross = self.payout * mine.power
        value = gross if apart else max(Decimal(0), gross - electricity - service)
        return row(mine.id, day, value, electricity, service)

    def credits(
        self, mines: Iterable[Mine], day: date, *, recorded: bool = False, apart: bool = False
    ) -> Credits:
        rows = tuple(self.row(mine, day, apart=apart) for mine in mines)
        return Credits(day, rows, self.rates() if recorded else None)


def row(  # noqa: PLR0917  # a row has as many figures
    miner: int,
    day: date = DAY,
    value: Decimal = Decimal(0),
    electricity: Decimal = Decimal(0),
    service: Decimal = Decimal(0),
    service_3: Decimal = Decimal(0),
    service_4: Decimal = Decimal(0),
) -> IncomeRow:
    credited_at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC) + timedelta(1)
    return IncomeRow(day, credited_at, miner, value, electricity, service, service_3, service_4)
