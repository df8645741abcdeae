"""What use cases ask beside the books: a market and preferences, as the test wants them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from core.arithmetic.rates import Rates
from core.errors import AppError
from core.market import AgedRates
from core.model import Preferences, UserId
from tests.core.books.fakes import NOON, Reader

RATES = Rates(
    income_per_th=Decimal("0.000000494"),
    btc=Decimal(80_000),
    gomining=Decimal("0.4"),
    kwh_price=Decimal("0.05"),
    service_cost=Decimal("0.0089"),
)


@dataclass
class FakeMarket:
    """Rates that are five seconds old, or a fault."""

    known: Rates = RATES
    fault: AppError | None = None

    async def rates(self, _: UserId) -> AgedRates:
        if self.fault:
            raise self.fault
        return AgedRates(self.known, 5)


@dataclass
class FakePreferences:
    """Everyone's choice."""

    chosen: Preferences = field(default_factory=Preferences)

    async def of(self, _: UserId) -> Preferences:
        return self.chosen


@dataclass
class World(Reader):
    """Books over a fake partner, with a market, preferences and the time of day."""

    market: FakeMarket = field(default_factory=FakeMarket)
    preferences: FakePreferences = field(default_factory=FakePreferences)
    time: datetime = NOON

    def now(self) -> datetime:
        return self.time
