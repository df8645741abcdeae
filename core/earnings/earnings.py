"""The user's earnings: by day, between two days, and as a file to take away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from core.arithmetic.rates import Money
from core.books import Books
from core.earnings.credited import check_reach, credited, day_before
from core.earnings.days import Days, days_of
from core.earnings.extract import Export, Extract, File
from core.errors import CallerError, PartnerError, StoreError
from core.income.change import Change, compare
from core.income.csv import csv_lines
from core.market import Market
from core.model import UserId
from core.preferences import UserPreferences
from core.store import Store
from core.tickets import Tickets

MANY_ROWS = 200
"""Rows that take some milliseconds to reckon with."""

T = TypeVar("T")
U = TypeVar("U")


class Earnings:
    """Tells what the partner credited; every question has the errors of `Books`."""

    def __init__(  # noqa: PLR0913  # where its figures come from
        self,
        books: Books,
        market: Market,
        preferences: UserPreferences,
        store: Store,
        tickets: Tickets,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._books = books
        self._market = market
        self._preferences = preferences
        self._store = store
        self._tickets = tickets
        self._now = now

    async def days(self, user: UserId, days: int | None, miner: int | None = None) -> Days:
        """Return the last *days* mined, None: all there are; of one *miner* where it is named."""
        now = self._now()
        since = Extract(now.date(), days, miner).since
        history, money = await _both(self._books.history(user, since), self._money(user))
        apart = (await self._preferences.of(user)).maintenance_apart
        return await _aside(
            lambda: days_of(history, money, maintenance_apart=apart, miner=miner, now=now),
            len(history.rows),
        )

    async def change(
        self, user: UserId, before: date, after: date, miner: int | None = None
    ) -> Change:
        """Return why one day's net differs from another's.

        `RequestError` where a day is further back than the books reach.
        """
        first, now = min(before, after), self._now()
        history, fleet = await _both(
            self._books.history(user, day_before(first)), self._books.fleet(user)
        )
        check_reach(history, first)
        apart = (await self._preferences.of(user)).maintenance_apart
        rates = dict(await self._store.rates(first, max(before, after)))

        def compared() -> Change:
            return compare(
                credited(history, before, miner=miner, rates=rates, now=now),
                credited(history, after, miner=miner, rates=rates, now=now),
                powers={each.id: each.power for each in fleet.miners},
                maintenance_apart=apart,
            )

        return await _aside(compared, len(history.rows))

    async def export(self, user: UserId, days: int | None, miner: int | None = None) -> Export:
        """Return a ticket for the file of these days; whoever holds it may fetch that."""
        extract = Extract(self._now().date(), days, miner)
        history = await self._books.history(user, extract.since)
        ticket, ends = self._tickets.give(user, str(extract))
        return Export(ticket, extract.file_name, ends, history.complete)

    async def file(self, ticket: str) -> File:
        """Return the file that *ticket* is for, of whole days alone, or raise `CallerError`."""
        user, what = await self._tickets.take(ticket)
        try:
            extract = Extract.read(what)
        except ValueError:
            raise CallerError("a ticket for another file") from None
        history, fleet = await _both(
            self._books.history(user, extract.since), self._books.fleet(user)
        )
        rows = [row for row in history.whole_days if extract.miner in {None, row.miner}]
        lines = csv_lines(
            rows,
            names={each.id: each.name for each in fleet.miners},
            rates=dict(await self._store.rates(rows[-1].day, rows[0].day)) if rows else {},
            maintenance_apart=(await self._preferences.of(user)).maintenance_apart,
        )
        return File(extract.file_name, await _aside(lambda: b"".join(lines), len(rows)))

    async def _money(self, user: UserId) -> Callable[[Decimal], Money]:
        """Return the way from BTC to money: where there are no rates it stays BTC."""
        try:
            return (await self._market.rates(user)).rates.of_btc
        except (PartnerError, StoreError):
            return lambda btc: Money(btc, None, None)


async def _both(one: Awaitable[T], other: Awaitable[U]) -> tuple[T, U]:
    """Return what both come to; where one fails, the other is not left running."""
    first, second = await asyncio.gather(one, other, return_exceptions=True)
    if isinstance(first, BaseException):
        raise first
    if isinstance(second, BaseException):
        raise second
    return first, second


async def _aside(reckon: Callable[[], T], rows: int) -> T:
    """Run *reckon* where it holds up nobody."""
    return await asyncio.to_thread(reckon) if rows > MANY_ROWS else reckon()
