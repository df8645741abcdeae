"""What a forecast can be asked for, and the bounds of every figure in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from core.arithmetic.reinvestment import MOST_YEARS
from core.arithmetic.what_if import Change
from core.errors import RequestError

MOST_DISCOUNTS = 10


class Bounds(NamedTuple):
    """The least and the most of a figure, both allowed."""

    name: str
    least: Decimal
    most: Decimal
    unit: str = ""

    def check(self, figure: Decimal | None) -> None:
        """Raise `RequestError` where a figure is given that is out of bounds."""
        if figure is None or (figure.is_finite() and self.least <= figure <= self.most):
            return
        raise RequestError(f"{self.name} should be {self.least} to {self.most} {self.unit}".strip())


POWER = Bounds("power", Decimal(0), Decimal(10_000_000), "TH")
EFFICIENCY = Bounds("efficiency", Decimal(0), Decimal(1_000), "W/TH")
KWH_PRICE = Bounds("kWh price", Decimal(0), Decimal(10), "USD")
SERVICE_COST = Bounds("service cost", Decimal(0), Decimal(10), "USD")
BTC_RATE = Bounds("BTC rate", Decimal(1), Decimal(100_000_000), "USD")
PAYOUT_CHANGE = Bounds("payout change", Decimal(-1), Decimal(10))
DISCOUNT = Bounds("discount", Decimal(0), Decimal(1))
PRICE_PER_TH = Bounds("price per TH", Decimal("0.01"), Decimal(1_000_000), "USD")
YEARS = Bounds("years", Decimal(1), Decimal(MOST_YEARS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which miners, under which circumstances; None leaves a figure as it is today.

    Without `power` and `efficiency` they are the user's own miners. `payout_change` is a fraction;
    `discounts` are fractions that add up. `RequestError` says which figure is out of bounds.
    """

    power: Decimal | None = None
    efficiency: Decimal | None = None
    kwh_price: Decimal | None = None
    service_cost: Decimal | None = None
    btc_rate: Decimal | None = None
    payout_change: Decimal | None = None
    discounts: tuple[Decimal, ...] = ()
    price_per_th: Decimal | None = None
    years: int = 1

    def __post_init__(self) -> None:
        if (self.power is None) != (self.efficiency is None):
            raise RequestError("power and efficiency should be given together")
        if len(self.discounts) > MOST_DISCOUNTS:
            raise RequestError(f"discounts should be {MOST_DISCOUNTS} at most")
        POWER.check(self.power)
        EFFICIENCY.check(self.efficiency)
        KWH_PRICE.check(self.kwh_price)
        SERVICE_COST.check(self.service_cost)
        BTC_RATE.check(self.btc_rate)
        PAYOUT_CHANGE.check(self.payout_change)
        PRICE_PER_TH.check(self.price_per_th)
        YEARS.check(Decimal(self.years))
        for discount in self.discounts:
            DISCOUNT.check(discount)

    @property
    def change(self) -> Change:
        """What is different from today's rates."""
        return Change(self.payout_change, self.btc_rate, self.kwh_price, self.service_cost)
