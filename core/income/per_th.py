"""Figures of two days per TH; of TH none is known but what each miner has today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from core.arithmetic.exact import EXACT
from core.arithmetic.rates import Rates
from core.income.days import ZERO, DaySplit
from core.income.factors import TOLD, Pair, alike, recorded_payouts, together

Figures = tuple[Decimal | None, Decimal | None]


def per_th(
    pairs: Mapping[int, Pair], powers: Mapping[int, Decimal], figure: Callable[[DaySplit], Decimal]
) -> Figures:
    """Return a figure of both days by today's TH, of the miners that have any."""
    power = sum((powers[miner] for miner in _known(pairs, powers)), ZERO)
    if not power:
        return None, None
    before, after = together(_known(pairs, powers).values())
    return EXACT.divide(figure(before), power), EXACT.divide(figure(after), power)


def had_other_th(
    pairs: Mapping[int, Pair],
    powers: Mapping[int, Decimal],
    rates: tuple[Rates | None, Rates | None],
) -> bool:
    """Tell whether a day's gross, by the payout recorded on it, is that of other TH than today's.

    All *pairs* have to show their gross; what was not recorded tells nothing.
    """
    slack = together(_known(pairs, powers).values()).noise + TOLD
    reckoned = per_th(pairs, powers, lambda day: day.gross)
    return any(
        one is not None and payout is not None and not alike(one, payout, slack)
        for one, payout in zip(reckoned, recorded_payouts(*rates), strict=True)
    )


def _known(pairs: Mapping[int, Pair], powers: Mapping[int, Decimal]) -> dict[int, Pair]:
    return {miner: pair for miner, pair in pairs.items() if powers.get(miner, ZERO) > 0}
