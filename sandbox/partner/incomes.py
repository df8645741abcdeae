"""What a user's miners earned, day by day, and what became of it.

A mined day is credited on the next one, between 02:00 and 05:00 UTC. On the first of a month, at
18:00 UTC, everything earned in the months before is paid out. Nothing here changes afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from sandbox.partner.answers import Income, MinerTotal, Totals
from sandbox.partner.dice import roll
from sandbox.partner.market import Ledger, yield_per_th
from sandbox.partner.mines import Mine

CREDITS_OPEN = time(2, tzinfo=UTC)
CREDITS_LAST_S = 3 * 60 * 60
PAYOUT = time(18, tzinfo=UTC)
DAY = timedelta(1)


class Incomes:
    """The incomes of *mines*, oldest miner first, as they stand at *now*."""

    def __init__(self, mines: Sequence[Mine], ledger: Ledger, now: datetime) -> None:
        self._mines = mines
        self._starts = [mine.first_day for mine in mines]
        self._ledger = ledger
        self._now = now
        self._yesterday = now.date() - DAY

    def page(self, limit: int, offset: int) -> list[Income]:
        """Return incomes newest first; only the days the page touches are worked out."""
        found: list[Income] = []
        day = self._yesterday
        while self._starts and day >= self._starts[0] and len(found) < limit:
            active = bisect_right(self._starts, day)
            if day < self._yesterday and offset >= active:
                offset -= active
            else:
                credited = self._credited(day)
                found += credited[offset:]
                offset = max(0, offset - len(credited))
            day -= DAY
        return found[:limit]

    def totals(self) -> Totals:
        """Return the sums of everything credited so far."""
        totals = [
            MinerTotal(nft_id=mine.id, total_value=self._earned(mine, self._last_day(mine)))
            for mine in self._mines
        ]
        total = sum((each.total_value for each in totals), Decimal(0))
        paid = sum((self._earned(mine, self._paid_day()) for mine in self._mines), Decimal(0))
        newest = self.page(1, 0)
        return Totals(
            array=totals,
            total_income=total,
            last_income=newest[0] if newest else {},
            withdrawn_amount=paid,
            on_balance_amount=total - paid,
        )

    def _credited(self, day: date) -> list[Income]:
        active = self._mines[: bisect_right(self._starts, day)]
        arrivals = ((credited_at(mine, day), mine) for mine in active)
        rows = [_income(mine, day, at) for at, mine in arrivals if at <= self._now]
        return sorted(rows, key=lambda row: (row.created_at, row.nft_id), reverse=True)

    def _earned(self, mine: Mine, last: date) -> Decimal:
        return mine.power * self._ledger.net(mine.efficiency, mine.first_day, last)

    def _last_day(self, mine: Mine) -> date:
        credited = credited_at(mine, self._yesterday) <= self._now
        return self._yesterday if credited else self._yesterday - DAY

    def _paid_day(self) -> date:
        first = self._now.date().replace(day=1)
        if self._now < datetime.combine(first, PAYOUT):
            first = (first - DAY).replace(day=1)
        return first - DAY


def credited_at(mine: Mine, day: date) -> datetime:
    """Return when the income of *day* arrives."""
    late = roll(CREDITS_LAST_S, mine.id, day, "credit")
    return datetime.combine(day + DAY, CREDITS_OPEN) + timedelta(seconds=late)


def _income(mine: Mine, day: date, at: datetime) -> Income:
    one = yield_per_th(mine.efficiency, day)
    return Income(
        created_at=at,
        value=one.net * mine.power,
        c1_value=one.electricity * mine.power,
        c2_value=one.service * mine.power,
        c3_value=Decimal(0),
        c4_value=Decimal(0),
        nft_id=mine.id,
    )
