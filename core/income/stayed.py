"""The miners credited on both of two days: what payout, BTC price and maintenance did to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.arithmetic.exact import EXACT
from core.arithmetic.rates import Rates
from core.income.days import ZERO, DaySplit, summed
from core.income.effect import Cause, Certainty, Effect
from core.income.factors import (
    ONE,
    Pair,
    alike,
    implied_price,
    ratio,
    recorded_payout,
    recorded_price,
    shares,
)


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
        moved = [shares(_together(self._seen.values()), price=price, payout=payout, floored=False)]
        moved += [
            shares(pair, price=price, payout=payout, floored=True) for pair in self._half_hidden
        ]
        return [
            self._of_payout(sum((each.payout for each in moved), ZERO)),
            self._of_price(sum((each.btc_price for each in moved), ZERO)),
            self._of_maintenance(sum((each.maintenance for each in moved), ZERO)),
        ]

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
        before, after = _together(self.pairs.values())
        return implied_price(
            ratio(after.electricity, before.electricity), ratio(after.service, before.service)
        )

    def _payout(self) -> Decimal | None:
        before, after = _together(self._seen.values())
        return ratio(after.gross, before.gross)

    def _of_payout(self, amount: Decimal) -> Effect:
        """Return the payout's effect: known where it is seen that no miner's TH changed.

        Then all of them moved alike, or the only one moved as the recorded payout did.
        """
        payout, seen = self._payout(), self._seen
        same = all(
            alike(ratio(after.gross, before.gross), payout) for before, after in seen.values()
        )
        told = len(seen) > 1 or alike(recorded_payout(*self.rates), payout)
        sure = same and told and not self.guessed
        before, after = self._per_th(seen, lambda day: day.gross)
        return Effect(Cause.PAYOUT, amount, Certainty.given(sure), before, after)

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
        was, became = self._per_th(self.pairs, lambda day: day.gross - day.net)
        return Effect(
            Cause.MAINTENANCE,
            amount,
            Certainty.given(sure),
            None if was is None else was * before.btc,
            None if became is None else became * after.btc,
        )

    def _per_th(
        self, pairs: Mapping[int, Pair], figure: Callable[[DaySplit], Decimal]
    ) -> tuple[Decimal | None, Decimal | None]:
        """Return a figure of both days per TH, of the miners whose TH is known."""
        known = [miner for miner in pairs if self.powers.get(miner, ZERO) > 0]
        power = sum((self.powers[miner] for miner in known), ZERO)
        if not power:
            return None, None
        before, after = _together(pairs[miner] for miner in known)
        return EXACT.divide(figure(before), power), EXACT.divide(figure(after), power)


def _together(pairs: Iterable[Pair]) -> Pair:
    listed = list(pairs)
    return Pair(summed(pair.before for pair in listed), summed(pair.after for pair in listed))
