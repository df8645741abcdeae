"""What a miner earns a day: gross payout less electricity and service, floored at zero.

    gross       = payout per TH x TH
    electricity = USD per kWh x 24 h x W/TH / 1000 x TH x (1 - discount)
    service     = USD per TH and day x TH x (1 - discount)
    net         = max(0, gross - electricity - service)

Service is a fixed sum per TH and no share of the gross payout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.arithmetic.exact import exactly
from core.arithmetic.rates import Rates

HOURS = Decimal(24)
WATTS = Decimal(1000)
"""Of a kW."""

DAYS_A_YEAR = Decimal(365)
MONTHS_A_YEAR = Decimal(12)


@dataclass(frozen=True, slots=True)
class Setup:
    """A miner: `power` in TH, `efficiency` in W/TH, `discount` as a fraction of maintenance."""

    power: Decimal
    efficiency: Decimal
    discount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Split:
    """What comes in and what goes out, in USD; `net` is what is left, never less than zero."""

    gross: Decimal
    electricity: Decimal
    service: Decimal
    net: Decimal

    @exactly
    def times(self, factor: Decimal) -> Split:
        """Return as much *factor* times."""
        return Split(
            self.gross * factor,
            self.electricity * factor,
            self.service * factor,
            self.net * factor,
        )

    @exactly
    def a_month(self) -> Split:
        """Return a twelfth of a year of such days."""
        return self.a_year().times(1 / MONTHS_A_YEAR)

    def a_year(self) -> Split:
        """Return 365 such days."""
        return self.times(DAYS_A_YEAR)


NOTHING = Split(Decimal(0), Decimal(0), Decimal(0), Decimal(0))


@exactly
def daily(setup: Setup, rates: Rates) -> Split | None:
    """Return what *setup* earns a day; None where the payout or a price cannot be told."""
    payout = rates.payout_usd
    if payout is None or min(rates.kwh_price, rates.service_cost) < 0:
        return None
    power = max(Decimal(0), setup.power)
    gross = payout * power
    electricity = electricity_per_th(setup.efficiency, rates) * power * paid(setup.discount)
    service = rates.service_cost * power * paid(setup.discount)
    return Split(gross, electricity, service, max(Decimal(0), gross - electricity - service))


@exactly
def electricity_per_th(efficiency: Decimal, rates: Rates) -> Decimal:
    """Return USD per TH and day, before discounts."""
    return rates.kwh_price * HOURS / WATTS * max(Decimal(0), efficiency)


@exactly
def paid(discount: Decimal) -> Decimal:
    """Return the part of maintenance that a discount leaves to pay, 0 to 1."""
    return 1 - min(Decimal(1), max(Decimal(0), discount))


@exactly
def added_up(discounts: Iterable[Decimal]) -> Decimal:
    """Return the discount that *discounts* are together: their sum, 1 at most."""
    return min(Decimal(1), sum(discounts, Decimal(0)))


@exactly
def merged(
    miners: Iterable[tuple[Decimal, Decimal]], discount: Decimal = Decimal(0)
) -> list[Setup]:
    """Return (TH, W/TH) miners of the same W/TH as one: they earn, or do not, together."""
    powers: defaultdict[Decimal, Decimal] = defaultdict(Decimal)
    for power, efficiency in miners:
        if power > 0:
            powers[efficiency] += power
    return [Setup(power, efficiency, discount) for efficiency, power in powers.items()]


@exactly
def summed(splits: Iterable[Split]) -> Split:
    """Return what several miners earn together, each floored by itself.

    Every miner pays for itself alone: one that is at a loss takes nothing from the others, so
    the net can be more than gross less costs.
    """
    total = NOTHING
    for one in splits:
        total = Split(
            total.gross + one.gross,
            total.electricity + one.electricity,
            total.service + one.service,
            total.net + one.net,
        )
    return total


@exactly
def weighted_efficiency(miners: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return the W/TH of (TH, W/TH) miners together, weighted by TH; None where there is no TH."""
    powers = watts = Decimal(0)
    for power, efficiency in miners:
        powers += power
        watts += power * efficiency
    return watts / powers if powers > 0 else None
