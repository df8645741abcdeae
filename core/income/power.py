"""The miners that came, went or have other TH on the second of two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from core.arithmetic.exact import EXACT
from core.income.days import ZERO, DaySplit
from core.income.effect import Cause, Certainty, Effect
from core.income.factors import ONE, Pair

FINEST_TH = Decimal("0.01")
"""As far as TH can be told from what they were credited."""


@dataclass(frozen=True, slots=True)
class Power:
    """Miners by id as credited on the two days, their TH of today, and by which factor those grew.

    Only miners credited on both days are in `growth`.
    """

    was: Mapping[int, DaySplit]
    became: Mapping[int, DaySplit]
    powers: Mapping[int, Decimal]
    growth: Mapping[int, Decimal]

    def stayed(self) -> dict[int, Pair]:
        """Return those credited on both days, the first of these as with the TH of the second."""
        return {
            miner: Pair(split.times(self.growth.get(miner, ONE)), self.became[miner])
            for miner, split in self.was.items()
            if miner in self.became
        }

    def effect(self, *, awaited: bool, had_other_th: bool) -> Effect:
        """Return what TH did; sums have to be exact around it (`SUMS`).

        It is known unless more credits are *awaited*, TH grew as far as one can tell, or nobody at
        all was credited on one of the days. It has no TH of its own where the miners had others.
        """
        came = sum((self.became[each].net for each in self.became.keys() - self.was.keys()), ZERO)
        went = sum((self.was[each].net for each in self.was.keys() - self.became.keys()), ZERO)
        grew = sum((self.was[each].net * (by - ONE) for each, by in self.growth.items()), ZERO)
        sure = not awaited and not self.growth and bool(self.was and self.became)
        amount = came - went + grew
        if had_other_th:
            return Effect(Cause.POWER, amount, Certainty.given(sure))
        return Effect(
            Cause.POWER,
            amount,
            Certainty.given(sure),
            _total([self._before(miner) for miner in self.was]),
            _total([self.powers.get(miner, ZERO) for miner in self.became]),
        )

    def _before(self, miner: int) -> Decimal:
        power = self.powers.get(miner, ZERO)
        if miner not in self.growth:
            return power
        return EXACT.divide(power, self.growth[miner]).quantize(FINEST_TH, ROUND_HALF_EVEN)


def _total(powers: list[Decimal]) -> Decimal | None:
    """Return the TH of miners; None where one of them, sold since, has none today."""
    return sum(powers, ZERO) if all(power > 0 for power in powers) else None
