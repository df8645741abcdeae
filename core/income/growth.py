"""Miners whose TH changed from one day to another, as what they were credited shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from statistics import median_low

from core.arithmetic.exact import EXACT
from core.arithmetic.rates import Rates
from core.income.factors import ONE, Pair, alike, ratio, recorded_payout, recorded_service

NOISE = Decimal("3E-8")
"""BTC of gross that rounding may make or take, were its three parts told in whole satoshis."""
MOST_GROWTH = Decimal(100)
"""TH became more, or less, by so much at most; beyond, something else has happened."""


def growth_of(
    pairs: Mapping[int, Pair],
    before: Rates | None,
    after: Rates | None,
    *,
    maintenance_apart: bool,
) -> dict[int, Decimal]:
    """Return the factors by which TH changed, by miner, of those of *pairs* whose TH did.

    Every TH is paid the same: the payout moves the gross of all miners by one factor, and what
    moved by another has other TH. More than half of several tell the payout's. Where there are
    none, as with one miner alone, it is the recorded one's, and service has to agree: a sum per
    TH, it must have moved by as much beside what was recorded of it.
    """
    grosses = {
        miner: factor
        for miner, pair in pairs.items()
        if pair.shows_gross(maintenance_apart=maintenance_apart)
        and (factor := ratio(pair.after.gross, pair.before.gross))
    }
    if payout := _of_most(grosses.values()):
        found = {miner: EXACT.divide(factor, payout) for miner, factor in grosses.items()}
    else:
        found = _beside_recorded(pairs, grosses, before, after)
    return {
        miner: factor
        for miner, factor in found.items()
        if _is_growth(factor, pairs[miner].after.gross)
    }


def _is_growth(factor: Decimal, gross: Decimal) -> bool:
    """Tell whether *gross* became that by other TH, and not by rounding or a mishap."""
    came = abs(gross - EXACT.divide(gross, factor))
    return not alike(factor, ONE) and came > NOISE and 1 / MOST_GROWTH <= factor <= MOST_GROWTH


def _of_most(factors: Collection[Decimal]) -> Decimal | None:
    """Return the factor that more than half of several have in common."""
    if len(factors) <= 1:
        return None
    middle = median_low(factors)
    agreeing = sum(alike(factor, middle) for factor in factors)
    return middle if agreeing > len(factors) / 2 else None


def _beside_recorded(
    pairs: Mapping[int, Pair],
    grosses: Mapping[int, Decimal],
    before: Rates | None,
    after: Rates | None,
) -> dict[int, Decimal]:
    """Return what of a gross's factor the recorded payout leaves, where service leaves the same."""
    payout, service = recorded_payout(before, after), recorded_service(before, after)
    found = {}
    for miner, factor in grosses.items():
        fee = ratio(pairs[miner].after.service, pairs[miner].before.service)
        if payout and service and fee:
            left = EXACT.divide(factor, payout)
            if alike(left, EXACT.divide(fee, service)):
                found[miner] = left
    return found
