"""What moved a miner's income between two days, and by how much each factor did.

    net = max(0, gross - price factor x maintenance)

`gross` moves with the network's payout per TH. Costs are fixed in USD and taken in BTC, so the BTC
price moves electricity and service by one common factor; what they move beside it is maintenance:
the kWh price, W/TH, the service fee, discounts.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import permutations
from typing import NamedTuple

from core.arithmetic.exact import EXACT
from core.arithmetic.rates import Rates
from core.income.days import ZERO, DaySplit, summed

ONE = Decimal(1)
ROUNDING = Decimal("0.02")
"""How far two ratios may differ at most and be the same: a TH earns about 50 satoshis a day."""
NOISE = Decimal("3E-8")
"""BTC of gross that rounding may make or take, were its three parts told in whole satoshis."""
TOLD = Decimal("0.002")
"""How far the ratio of two recorded payouts may be off: 4.94E-7 has three digits."""


class Pair(NamedTuple):
    """What a miner, or several together, were credited on the two days."""

    before: DaySplit
    after: DaySplit

    def shows_gross(self, *, maintenance_apart: bool) -> bool:
        """Return whether gross can be told on both days: a net floored at zero hides it."""
        return maintenance_apart or bool(self.before.net and self.after.net)

    @property
    def noise(self) -> Decimal:
        """How far rounding may move the ratio of gross: the less, the more was earned."""
        miners = max(1, self.before.miners, self.after.miners)
        gross = min(self.before.gross, self.after.gross)
        return EXACT.divide(miners * NOISE, gross) if gross > 0 else ROUNDING


class Shares(NamedTuple):
    """What each factor moved, in BTC."""

    payout: Decimal
    btc_price: Decimal
    maintenance: Decimal


def together(pairs: Iterable[Pair]) -> Pair:
    """Return what miners were credited together."""
    listed = list(pairs)
    return Pair(summed(pair.before for pair in listed), summed(pair.after for pair in listed))


def ratio(after: Decimal, before: Decimal) -> Decimal | None:
    """Return *after* by *before*; None unless both are above zero."""
    return EXACT.divide(after, before) if after > 0 and before > 0 else None


def alike(one: Decimal | None, other: Decimal | None, within: Decimal = ROUNDING) -> bool:
    """Tell whether two figures are the same but for rounding, of *within* a part and `ROUNDING`."""
    slack = min(within, ROUNDING)
    return one is not None and other is not None and abs(one - other) <= slack * other


def recorded_price(before: Rates | None, after: Rates | None) -> Decimal | None:
    """Return the factor by which the BTC price, as recorded, moved what costs come to in BTC."""
    return ratio(before.btc, after.btc) if before and after else None


def recorded_payouts(
    before: Rates | None, after: Rates | None
) -> tuple[Decimal | None, Decimal | None]:
    """Return the payouts in BTC per TH and day, as recorded."""
    return before.payout_btc if before else None, after.payout_btc if after else None


def recorded_payout(before: Rates | None, after: Rates | None) -> Decimal | None:
    """Return the factor by which the payout, as recorded, moved in BTC."""
    was, became = recorded_payouts(before, after)
    return ratio(became, was) if was and became else None


def recorded_service(before: Rates | None, after: Rates | None) -> Decimal | None:
    """Return the factor by which service per TH, as recorded, moved in BTC."""
    price = recorded_price(before, after)
    fee = ratio(after.service_cost, before.service_cost) if before and after else None
    return EXACT.multiply(price, fee) if price and fee else None


def implied_price(electricity: Decimal | None, service: Decimal | None) -> Decimal:
    """Return the factor that is in both ratios of costs, 1 where they have none in common.

    One that rose by 5 % and one that rose by 2 % share those 2 %; one that rose and one that fell
    share nothing.
    """
    if electricity is None or service is None:
        return electricity or service or ONE
    low, high = sorted((electricity, service))
    return low if low > 1 else high if high < 1 else ONE


def shares(pair: Pair, *, price: Decimal, payout: Decimal, floored: bool) -> Shares:
    """Return what each factor moved of a pair's net; they add up to it, but for rounding.

    *price* and *payout* are the factors by which costs in BTC, and the payout, moved. Each share
    is the mean over all orders in which the factors can have moved (the Shapley value), so none
    is favoured. *floored* says that a net of zero is a floor, which hides the gross: then it is
    reckoned from the other day's and the *payout*, and was no more than the costs.
    """
    before, after = pair
    was, became = before.gross, after.gross
    low = min(ZERO, before.net, after.net)
    if floored and not before.net:
        was = min(was, EXACT.divide(became, payout))
    if floored and not after.net:
        became = min(became, EXACT.multiply(was, payout))
    starts = (was, ONE, before.gross - before.net)
    ends = (became, price, EXACT.divide(after.gross - after.net, price))
    moved = [ZERO] * len(starts)
    orders = list(permutations(range(len(starts))))
    for order in orders:
        now = list(starts)
        reached = before.net
        for factor in order:
            now[factor] = ends[factor]
            left = now[0] - now[1] * now[2]
            left = max(low, left) if floored else left
            moved[factor] += left - reached
            reached = left
    return Shares(*(EXACT.divide(each, Decimal(len(orders))) for each in moved))
