"""Where a miner stops earning: the W/TH and the BTC price at which its net is zero."""

from __future__ import annotations

from decimal import Decimal

from core.arithmetic.exact import exactly
from core.arithmetic.net import HOURS, WATTS, Setup, electricity_per_th, paid
from core.arithmetic.rates import Rates


@exactly
def break_even_efficiency(rates: Rates, discount: Decimal = Decimal(0)) -> Decimal | None:
    """Return the W/TH at and above which nothing is left, however many TH.

        (payout per TH / (1 - discount) - service) / (USD per kWh x 24 h / 1000)

    None where there is no such figure: the payout is unknown, electricity costs nothing, or
    service alone is more than the payout.
    """
    payout, share = rates.payout_usd, paid(discount)
    if payout is None or share == 0 or rates.kwh_price <= 0 or rates.service_cost < 0:
        return None
    left = payout / share - rates.service_cost
    return left / (rates.kwh_price * HOURS / WATTS) if left >= 0 else None


@exactly
def break_even_btc(setup: Setup, rates: Rates) -> Decimal | None:
    """Return the USD per BTC at and below which nothing is left, however many TH.

        maintenance per TH in USD / payout per TH in BTC

    A TH yields BTC whatever BTC costs, while maintenance is a sum of USD. A payout told in USD is
    that yield at the partner's own `btcRate`. None where the payout or a price cannot be told, or
    nothing is paid out at all.
    """
    payout = rates.payout_btc
    if payout is None or payout <= 0 or min(rates.kwh_price, rates.service_cost) < 0:
        return None
    maintenance = electricity_per_th(setup.efficiency, rates) + rates.service_cost
    return maintenance * paid(setup.discount) / payout
