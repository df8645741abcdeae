"""The home screen in one answer, its parts read side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from core.books import Books
from core.errors import AppError, SignInAgainError, attempted
from core.home.screen import Earned, HomeScreen, Said, screen_of
from core.income.days import partial_days, split_days
from core.income.trend import MEAN_DAYS, Trend, trend_of
from core.market import Market
from core.model import UserId
from core.preferences import UserPreferences

MANY_ROWS = 500
"""Rows that take some milliseconds to sum up."""
MANY_MINERS = 50
"""Miners that take some milliseconds to reckon, should no two have the same W/TH."""


class Home:
    """Puts the home screen together; what cannot be had leaves the other parts standing."""

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

    async def of(self, user: UserId, days: int | None) -> HomeScreen:
        """Return the screen with the last *days*; None: with all there are.

        `SignInAgainError` where any part needs it; another error only where every part has one.
        """
        now = self._now()
        since = None if days is None else now.date() - timedelta(days)
        said = Said(
            *await asyncio.gather(
                attempted(self._books.fleet(user)),
                attempted(self._market.rates(user)),
                attempted(self._books.totals(user)),
                attempted(self._earned(user, since, now)),
            )
        )
        for fault in said.faults:
            if isinstance(fault, SignInAgainError):
                raise fault
        if len(said.faults) == len(said):
            raise said.faults[0]
        if isinstance(said.fleet, AppError) or len(said.fleet.miners) <= MANY_MINERS:
            return screen_of(said)
        return await asyncio.to_thread(screen_of, said)

    async def _earned(self, user: UserId, since: date | None, now: datetime) -> Earned:
        # The first of the days shown can be the latest there is, and has days before it too.
        first = since and since - timedelta(MEAN_DAYS)
        chosen = await self._preferences.of(user)
        history = await self._books.history(user, first)

        def trend() -> Trend:
            splits = split_days(history.whole_days, maintenance_apart=chosen.maintenance_apart)
            return trend_of(splits, since=since, partial=partial_days(splits[:2], now=now))

        if len(history.rows) < MANY_ROWS:
            return Earned(history, trend())
        return Earned(history, await asyncio.to_thread(trend))
