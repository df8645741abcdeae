"""The miners credited on both of two days: what payout, BTC price and maintenance did to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.arithmetic.rates import Rates
from core.income.days import ZERO
from core.income.effect import Cause, Certainty, Effect
from core.income.factors import (
    ONE,
    TOLD,
    Pair,
    alike,
    implied_price,
    ratio,
    recorded_payout,
    recorded_payouts,
    recorded_price,
    shares,
    together,
)
from core.income.per_th import had_other_th, per_th


@dataclass(frozen=True, slots=True)
class Stayed:
    """Miners by id, their TH of today, and the rates recorded on the two days.

    The day before is as with those TH, which for some is `guessed`.
    """

    pairs: Mapping[int, Pair]
    powers: Mapping[int, Decimal]
    rates: tuple[Rates | None, Rates | None]
    maintenance_apart: bool
    guessed: bool = False

    def effects(self) -> list[Effect]:
        """Return what each cause did; sums have to be exact around it (`SUMS`).

        A miner whose net was zero on both days moved nothing, whatever lies behind its zeros.
        """
        price = recorded_price(*self.rates) or self._implied_price()
        payout = self._payout() or recorded_payout(*self.rates) or ONE
        moved = [shares(together(self._seen.values()), price=price, payout=payout, floored=False)]
        moved += [
            shares(pair, price=price, payout=payout, floored=True) for pair in self._half_hidden
        ]
        return [
            self._of_payout(sum((each.payout for each in moved), ZERO)),
            self._of_price(sum((each.btc_price for each in moved), ZERO)),
            self._of_maintenance(sum((each.maintenance for each in moved), ZERO)),
        ]

    @property
    def had_other_th(self) -> bool:
        """Whether, by the recorded payouts, the TH of today are not those of the two days."""
        return had_other_th(self._seen, self.powers, self.rates)

    @property
    def _seen(self) -> dict[int, Pair]:
        """Those whose gross can be told on both days."""
        return {
            miner: pair
            for miner, pair in self.pairs.items()
            if pair.shows_gross(maintenance_apart=self.maintenance_apart)
        }

    @property
    def _half_hidden(self) -> list[Pair]:
        """Those that the floor hid on one of the days."""
        hidden = self.pairs.keys() - self._seen.keys()
        return [self.pairs[miner] for miner in hidden if any(day.net for day in self.pairs[miner])]

    def _implied_price(self) -> Decimal:
        before, after = together(self.pairs.values())
        return implied_price(
            ratio(after.electricity, before.electricity), ratio(after.service, before.service)
        )

    def _payout(self) -> Decimal | None:
        before, after = together(self._seen.values())
        return ratio(after.gross, before.gross)

    def _of_payout(self, amount: Decimal) -> Effect:
        """Return the payout's effect: known where it is seen that no miner's TH changed.

        Then all of them moved alike, as the recorded payout did. Where none is recorded, several
        miners are needed to tell. As its own figures it has those recorded.
        """
        payout, recorded, seen = self._payout(), recorded_payout(*self.rates), self._seen
        noise = together(seen.values()).noise
        same = all(
            alike(ratio(pair.after.gross, pair.before.gross), payout, pair.noise + noise)
            for pair in seen.values()
        )
        told = alike(payout, recorded, noise + TOLD) if recorded else len(seen) > 1
        sure = same and told and not self.guessed
        was, became = recorded_payouts(*self.rates)
        if not self.had_other_th:
            before, after = per_th(seen, self.powers, lambda day: day.gross)
            was, became = was or before, became or after
        return Effect(Cause.PAYOUT, amount, Certainty.given(sure), was, became)

    def _of_price(self, amount: Decimal) -> Effect:
        before, after = self.rates
        if before is None or after is None or recorded_price(before, after) is None:
            return Effect(Cause.BTC_PRICE, amount, Certainty.INFERRED)
        return Effect(Cause.BTC_PRICE, amount, Certainty.KNOWN, before.btc, after.btc)

    def _of_maintenance(self, amount: Decimal) -> Effect:
        """Return maintenance's effect: known where a price of it was recorded to change."""
        before, after = self.rates
        if before is None or after is None or recorded_price(before, after) is None:
            return Effect(Cause.MAINTENANCE, amount, Certainty.INFERRED)
        sure = (before.kwh_price, before.service_cost) != (after.kwh_price, after.service_cost)
        was, became = per_th(self.pairs, self.powers, lambda day: day.gross - day.net)
        if was is None or became is None or self.had_other_th:
            return Effect(Cause.MAINTENANCE, amount, Certainty.given(sure))
        return Effect(
            Cause.MAINTENANCE, amount, Certainty.given(sure), was * before.btc, became * after.btc
        )
