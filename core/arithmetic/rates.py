"""The partner's figures of the day, and the one guarded reader of what a TH is paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.arithmetic.exact import exactly

MOST_BTC = Decimal("0.0001")
"""BTC per TH and day stay below; real: 4.94E-7."""
LEAST_USD = Decimal("0.001")
"""USD per TH and day stay above; real: 0.03895."""
MOST_USD = Decimal(10)
"""USD per TH and day stay below, so that satoshis, of which a TH earns about 50, are not USD."""


class PayoutUnit(StrEnum):
    """What the partner's `incomePerTh` is counted in, which its document does not say."""

    BTC = "btc"
    USD = "usd"
    UNKNOWN = "unknown"


def payout_unit(income_per_th: Decimal) -> PayoutUnit:
    """Tell the unit of `incomePerTh` by its size; what fits neither is unknown, never guessed."""
    if 0 < income_per_th < MOST_BTC:
        return PayoutUnit.BTC
    if LEAST_USD < income_per_th < MOST_USD:
        return PayoutUnit.USD
    return PayoutUnit.UNKNOWN


@dataclass(frozen=True, slots=True)
class Money:
    """One amount in three currencies; None where the rate is missing or not positive."""

    btc: Decimal
    usd: Decimal | None
    gomining: Decimal | None


@dataclass(frozen=True, slots=True)
class Rates:
    """The figures to reckon with.

    `income_per_th`: gross payout per TH and day, in `unit`. `btc`, `gomining`: USD for one.
    `kwh_price`: USD per kWh. `service_cost`: USD per TH and day. `known_unit`: that of a payout
    derived from one whose unit was told; None has it told by size.
    """

    income_per_th: Decimal
    btc: Decimal
    gomining: Decimal
    kwh_price: Decimal
    service_cost: Decimal
    known_unit: PayoutUnit | None = None

    @property
    def unit(self) -> PayoutUnit:
        """What `income_per_th` is counted in."""
        return self.known_unit or payout_unit(self.income_per_th)

    @property
    @exactly
    def payout_usd(self) -> Decimal | None:
        """Gross USD per TH and day; None where the unit or the BTC rate is unknown.

        A payout in USD needs the rate too, for it is credited in BTC.
        """
        if self.unit is PayoutUnit.UNKNOWN or self.btc <= 0:
            return None
        return self.income_per_th * self.btc if self.unit is PayoutUnit.BTC else self.income_per_th

    @property
    @exactly
    def payout_btc(self) -> Decimal | None:
        """Gross BTC per TH and day; None where `payout_usd` is."""
        if self.unit is PayoutUnit.UNKNOWN or self.btc <= 0:
            return None
        return self.income_per_th if self.unit is PayoutUnit.BTC else self.income_per_th / self.btc

    @exactly
    def of_btc(self, btc: Decimal) -> Money:
        """Return an amount of BTC in every currency."""
        usd = btc * self.btc if self.btc > 0 else None
        return Money(btc, usd, self._gomining(usd))

    @exactly
    def of_usd(self, usd: Decimal) -> Money:
        """Return an amount of USD in every currency; `ValueError` without a BTC rate.

        Wherever `payout_usd` is a figure there is one.
        """
        if self.btc <= 0:
            raise ValueError("no BTC rate")
        return Money(usd / self.btc, usd, self._gomining(usd))

    def _gomining(self, usd: Decimal | None) -> Decimal | None:
        return None if usd is None or self.gomining <= 0 else usd / self.gomining
