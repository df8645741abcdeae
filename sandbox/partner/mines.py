"""The miners that exist: those a user has had all along, and the collections more are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from sandbox.partner.dice import roll
from sandbox.partner.market import KWT, OPENING, SERVICE, rates, yield_per_th

EFFICIENCIES = tuple(Decimal(watts) for watts in (15, 16, 18, 20, 22, 25, 28, 30))
"""W/TH on offer."""

LAST_FOUNDED = date(2023, 5, 31)
"""By then every user has all the miners they did not buy here."""

MOST_MINERS = 12
KEPT_USERS = 64
QUARTER = Decimal("0.25")

COLOURS = ("Amber", "Cobalt", "Copper", "Coral", "Indigo", "Jade", "Onyx", "Silver")
ANIMALS = ("Badger", "Falcon", "Heron", "Lynx", "Marten", "Otter", "Raven", "Viper")


@dataclass(frozen=True, slots=True)
class Mine:
    """One miner: `power` in TH, `efficiency` in W/TH."""

    id: int
    created_at: datetime
    power: Decimal
    efficiency: Decimal

    @property
    def name(self) -> str:
        """Return the name its owner sees."""
        colour, animal = roll(len(COLOURS), self.id, "colour"), roll(len(ANIMALS), self.id, "name")
        return f"{COLOURS[colour]} {ANIMALS[animal]} #{self.id}"

    @property
    def first_day(self) -> date:
        """Return the first whole day it mines."""
        return self.created_at.date() + timedelta(1)


@lru_cache(KEPT_USERS)
def founding_mines(user: int, count: int | None) -> tuple[Mine, ...]:
    """Return the miners *user* has had all along, oldest first; *count* None is 1 to 12."""
    count = 1 + roll(MOST_MINERS, user, "miners") if count is None else count
    step = timedelta(LAST_FOUNDED.toordinal() - OPENING.toordinal()) / max(count, 1)
    opening = datetime.combine(OPENING, time(), UTC)
    number = 100_000 + roll(8_000_000, user, "number")
    mines: list[Mine] = []
    for index in range(count):
        number += 1 + roll(97, user, index, "gap")
        mines.append(
            Mine(
                id=number,
                created_at=opening
                + index * step
                + timedelta(seconds=roll(int(step.total_seconds()), user, index, "created")),
                power=1 + QUARTER * roll(397, user, index, "power"),
                efficiency=EFFICIENCIES[roll(len(EFFICIENCIES), user, index, "efficiency")],
            )
        )
    return tuple(mines)


@dataclass(frozen=True, slots=True)
class Collection:
    """Miners of one kind that can be bought: `price` in USD, for the whole miner."""

    id: int
    power: Decimal
    efficiency: Decimal
    price: Decimal
    level_discount: Decimal

    def figures(self, day: date) -> dict[str, Decimal]:
        """Return what it would earn and cost, in USD a day, and its yearly return in percent."""
        at, one = rates(day), yield_per_th(self.efficiency, day)
        year = one.net * at.btc * self.power * 365
        return {
            "annual_roi": (100 * year / self.price).quantize(Decimal("0.01")),
            "pool_reward": (at.income_per_th * at.btc * self.power).quantize(Decimal("0.0001")),
            "electricity_cost": KWT * 24 / 1000 * self.efficiency * self.power,
            "service_cost": SERVICE * self.power,
        }


COLLECTIONS = {
    number: Collection(number, Decimal(power), Decimal(watts), Decimal(price), Decimal(discount))
    for number, power, watts, price, discount in (
        (1, "1", "20", "15.99", "0"),
        (2, "4", "20", "58.49", "0"),
        (3, "8", "15", "121.99", "0.01"),
        (4, "16", "15", "216.99", "0.02"),
        (5, "32", "15", "419.49", "0.03"),
        (6, "48", "18", "560.25", "0.04"),
        (7, "64", "16", "799.99", "0.05"),
        (8, "96", "15", "1249.99", "0.06"),
    )
}
