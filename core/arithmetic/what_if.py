"""Other rates than today's: what would be if the network, BTC or a price were different."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from core.arithmetic.exact import exactly
from core.arithmetic.rates import PayoutUnit, Rates


@dataclass(frozen=True, slots=True)
class Change:
    """What is different; None leaves it as it is.

    `payout` is the change of the BTC that a TH yields, as a fraction: -0.1 is a tenth less.
    `btc` is USD per BTC, `kwh_price` USD per kWh, `service_cost` USD per TH and day.
    """

    payout: Decimal | None = None
    btc: Decimal | None = None
    kwh_price: Decimal | None = None
    service_cost: Decimal | None = None


@exactly
def changed(rates: Rates, change: Change) -> Rates:
    """Return *rates* with *change*; a payout of unknown unit stays as it is.

    A TH yields the same BTC whatever BTC costs, so a payout told in USD follows the price.
    """
    there = replace(
        rates,
        btc=_or(change.btc, rates.btc),
        kwh_price=_or(change.kwh_price, rates.kwh_price),
        service_cost=_or(change.service_cost, rates.service_cost),
    )
    if rates.payout_usd is None:
        return there
    payout = rates.income_per_th * (1 + _or(change.payout, Decimal(0)))
    if rates.unit is PayoutUnit.USD:
        payout = payout * there.btc / rates.btc
    return replace(there, income_per_th=payout, known_unit=rates.unit)


def _or(figure: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if figure is None else figure
