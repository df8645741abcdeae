"""What a cause did to a day's net."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

GRAIN = Decimal("1E-12")
"""BTC; amounts are told in ten-thousandths of a satoshi, so that they add up as they are read."""


class Cause(StrEnum):
    """What can move a day's net."""

    PAYOUT = "payout"
    POWER = "power"
    BTC_PRICE = "btc_price"
    MAINTENANCE = "maintenance"


class Certainty(StrEnum):
    """Whether the figures say so, or it explains them best."""

    KNOWN = "known"
    INFERRED = "inferred"

    @classmethod
    def given(cls, proof: bool) -> Certainty:  # noqa: FBT001  # it is what is asked
        """Return `KNOWN` where there is proof."""
        return cls.KNOWN if proof else cls.INFERRED


@dataclass(frozen=True, slots=True)
class Effect:
    """How much of a difference a cause made, in BTC, and its own figures on the two days.

    They are, None where unknown: of `payout` gross BTC per TH and day; of `power` TH; of
    `btc_price` USD; of `maintenance` USD per TH and day. The payout is the recorded one where there
    is one. Else TH are what each miner has today: where the recorded payouts tell that it had
    other TH, what goes by them is unknown.
    """

    cause: Cause
    amount: Decimal
    certainty: Certainty
    before: Decimal | None = None
    after: Decimal | None = None


def adding_up(effects: Iterable[Effect], difference: Decimal) -> tuple[Effect, ...]:
    """Return *effects* in whole grains that add up to *difference*, largest first.

    What rounding leaves over, a grain or two, goes with the largest.
    """
    told = [replace(each, amount=each.amount.quantize(GRAIN, ROUND_HALF_EVEN)) for each in effects]
    rest = difference - sum(each.amount for each in told)
    largest = max(told, key=_size)
    told[told.index(largest)] = replace(largest, amount=largest.amount + rest)
    return tuple(sorted(told, key=_size, reverse=True))


def _size(effect: Effect) -> Decimal:
    return abs(effect.amount)
