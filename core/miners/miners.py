"""The user's miners as pages of a sorted list, and one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.arithmetic.rates import PayoutUnit
from core.books import Books, Fleet, Totals
from core.errors import AppError, NotFoundError, SignInAgainError, attempted
from core.income.days import DaySplit
from core.market import Market
from core.miners.ledger import Ledger, MinerReport, latest_days
from core.miners.order import MinerSort, in_order
from core.model import UserId
from core.preferences import UserPreferences

LOOK_BACK = timedelta(4)
"""How far back a miner's latest credit is looked for: yesterday's may not have arrived yet."""
MANY = 50
"""Miners, or rows of theirs, that take some milliseconds to reckon."""


@dataclass(frozen=True, slots=True)
class MinersPage:
    """Some of `total` miners; `unit` is the payout's, None where the rates cannot be had.

    The list is `age` seconds old; `fault` is why nothing younger could be had.
    """

    reports: list[MinerReport]
    total: int
    complete: bool
    unit: PayoutUnit | None
    age: int
    fault: AppError | None


@dataclass(frozen=True, slots=True)
class KnownMiner:
    """A miner's report; what it is made of is `age` seconds old, `fault` as in `MinersPage`."""

    report: MinerReport
    age: int
    fault: AppError | None


class Miners:
    """Tells what each miner should earn and what it did."""

    def __init__(
        self,
        books: Books,
        market: Market,
        preferences: UserPreferences,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._books = books
        self._market = market
        self._preferences = preferences
        self._now = now

    async def page(self, user: UserId, sort: MinerSort, limit: int, offset: int) -> MinersPage:
        """Return some of the user's miners, sorted; ties by id."""
        fleet, ledger = await self._known(user)

        def reports() -> list[MinerReport]:
            shown = in_order(fleet.miners, sort, ledger)[offset : offset + limit]
            return [ledger.report(miner) for miner in shown]

        return MinersPage(
            reports=await asyncio.to_thread(reports) if len(fleet.miners) > MANY else reports(),
            total=len(fleet.miners),
            complete=fleet.complete,
            unit=None if ledger.rates is None else ledger.rates.unit,
            age=fleet.age,
            fault=fleet.fault,
        )

    async def one(self, user: UserId, number: int) -> KnownMiner:
        """Return a miner of the user's; `NotFoundError` where they have none of that number."""
        fleet, ledger = await self._known(user)
        for miner in fleet.miners:
            if miner.id == number:
                return KnownMiner(ledger.report(miner), fleet.age, fleet.fault)
        raise NotFoundError("no such miner")

    async def _known(self, user: UserId) -> tuple[Fleet, Ledger]:
        """Return the miners, and what is known beside them; only that may be missing.

        All is waited for, also when the first has failed: nothing is left running behind.
        """
        said = await asyncio.gather(
            attempted(self._books.fleet(user)),
            attempted(self._market.rates(user)),
            attempted(self._books.totals(user)),
            attempted(self._latest(user)),
        )
        for fault in said:
            if isinstance(fault, SignInAgainError):
                raise fault
        fleet, rates, totals, latest = said
        if isinstance(fleet, AppError):
            raise fleet
        return fleet, Ledger(
            rates=None if isinstance(rates, AppError) else rates.rates,
            latest={} if isinstance(latest, AppError) else latest,
            earned={} if isinstance(totals, AppError) else _earned(totals),
        )

    async def _latest(self, user: UserId) -> dict[int, DaySplit]:
        since = self._now().date() - LOOK_BACK
        apart = (await self._preferences.of(user)).maintenance_apart
        history = await self._books.history(user, since)
        if len(history.rows) <= MANY:
            return latest_days(history.rows, maintenance_apart=apart)
        return await asyncio.to_thread(latest_days, history.rows, maintenance_apart=apart)


def _earned(totals: Totals) -> dict[int, Decimal]:
    return {each.miner_id: each.total for each in totals.income.per_miner}
