"""Miners whose TH changed from one day to another, as what they were credited shows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import median_low

from core.arithmetic.exact import EXACT
from core.arithmetic.rates import Rates
from core.income.factors import (
    NOISE,
    ONE,
    TOLD,
    Pair,
    alike,
    ratio,
    recorded_payout,
    recorded_service,
)

TWO = Decimal(2)
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
    TH, it must have moved by about as much beside what was recorded of it.
    """
    grosses = {
        miner: factor
        for miner, pair in pairs.items()
        if pair.shows_gross(maintenance_apart=maintenance_apart)
        and (factor := ratio(pair.after.gross, pair.before.gross))
    }
    if most := _of_most(grosses, pairs):
        payout, slack = most
        found = {miner: EXACT.divide(factor, payout) for miner, factor in grosses.items()}
    else:
        slack = TOLD
        found = _beside_recorded(pairs, grosses, before, after)
    return {
        miner: factor for miner, factor in found.items() if _is_growth(factor, pairs[miner], slack)
    }


def _is_growth(factor: Decimal, pair: Pair, slack: Decimal) -> bool:
    """Tell whether gross moved by other TH, and not by rounding, the payout's too, or a mishap."""
    gross = pair.after.gross
    came = abs(gross - EXACT.divide(gross, factor))
    moved = not alike(factor, ONE, pair.noise + slack) and came > NOISE
    return moved and 1 / MOST_GROWTH <= factor <= MOST_GROWTH


def _of_most(
    grosses: Mapping[int, Decimal], pairs: Mapping[int, Pair]
) -> tuple[Decimal, Decimal] | None:
    """Return the factor that more than half of several have in common, and how far it may be off.

    Of several miners that moved by exactly that, the one that earns most tells it best.
    """
    if len(grosses) <= 1:
        return None
    middle = median_low(grosses.values())
    slack = min(pairs[miner].noise for miner, factor in grosses.items() if factor == middle)
    agreeing = sum(
        alike(factor, middle, pairs[miner].noise + slack) for miner, factor in grosses.items()
    )
    return (middle, slack) if agreeing > len(grosses) / 2 else None


def _beside_recorded(
    pairs: Mapping[int, Pair],
    grosses: Mapping[int, Decimal],
    before: Rates | None,
    after: Rates | None,
) -> dict[int, Decimal]:
    """Return what of a gross's factor the recorded payout leaves, where service leaves the same.

    What was recorded at another hour is off by a percent too: of a growth that small, service has
    to show half at least.
    """
    payout, service = recorded_payout(before, after), recorded_service(before, after)
    found = {}
    for miner, factor in grosses.items():
        fee = ratio(pairs[miner].after.service, pairs[miner].before.service)
        if payout and service and fee:
            left = EXACT.divide(factor, payout)
            if alike(EXACT.divide(fee, service), left, EXACT.divide(abs(left - ONE), TWO)):
                found[miner] = left
    return found
