"""Telling a user what came in for a mined day: once, whatever fails in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import structlog

from core.arithmetic.rates import Money
from core.books import Books, History
from core.errors import AppError, SignInAgainError, attempted
from core.income.days import DaySplit, split_days
from core.income.trend import MEAN_DAYS, Trend, trend_of
from core.market import AgedRates, Market
from core.model import Preferences, UserId
from core.rewards.due import told_day
from core.rewards.report import Heard, Report
from core.store import Standing, Store, Tally

PAGE = 500
"""Subscribers read at a time."""
HOURS = range(24)
LATELY = timedelta(minutes=5)
"""A worker that has sent no report for so long is not there any more."""
ROWS = 100
"""Rows asked for at a time: a dozen miners' days, of ten thousand users."""
MANY_ROWS = 200
"""Rows that take some milliseconds to sum up."""

log = structlog.get_logger()


class Due(NamedTuple):
    """A user who is to hear of a mined day."""

    user: UserId
    day: date


@dataclass(frozen=True, slots=True)
class Reward:
    """What came in for `day`; `change` is a fraction of the mean of the days before.

    `missed` are days whose message was begun and may never have arrived.
    """

    day: date
    split: DaySplit
    net: Money
    change: Decimal | None
    missed: tuple[date, ...]
    chosen: Preferences


class Outcome(StrEnum):
    """What became of telling."""

    TOLD = "told"
    ALREADY = "already"
    NOTHING = "nothing"
    WITHIN_LIMITS = "within_limits"
    SIGNED_OUT = "signed_out"
    LATER = "later"


class Rewards:
    """Finds who is due, and tells each of them through a `say` of the caller's."""

    def __init__(
        self, books: Books, market: Market, store: Store, *, now: Callable[[], datetime]
    ) -> None:
        self._books = books
        self._market = market
        self._store = store
        self._now = now

    async def due(self) -> AsyncGenerator[Due, None]:
        """Yield who is due now and was not told, or begun to be told, of their day."""
        now = self._now()
        for zone in await self._store.subscribed_zones():
            for hour in HOURS:
                if day := told_day(zone, hour, now):
                    async for user in self._subscribers(zone, hour, day):
                        yield Due(user, day)

    async def _subscribers(self, zone: str, hour: int, day: date) -> AsyncIterator[UserId]:
        after: UserId | None = None
        while True:
            page = await self._store.subscribers(
                after, PAGE, time_zone=zone, notify_hour=hour, untold=day
            )
            for user, _ in page:
                yield user
            if len(page) < PAGE:
                return
            after = page[-1][0]

    async def tell(
        self, user: UserId, day: date, say: Callable[[Reward], Awaitable[None]]
    ) -> Outcome:
        """Tell the user of *day*, unless somebody did or does.

        The day is claimed and committed before *say* is called: what fails after that is not said
        again, and the next reward names the day as missed. What fails before is `LATER`.
        """
        try:
            standing = await self._store.standing(user, day)
            if standing.is_claimed:  # before the partner is asked for nothing
                return Outcome.ALREADY
            reward = await self._reward(user, day, standing)
        except SignInAgainError:
            return Outcome.SIGNED_OUT
        except AppError as error:
            log.info("reward_later", code=error.code)
            return Outcome.LATER
        if reward is None:
            return Outcome.NOTHING
        if not await self._store.claim(user, day, self._now()):
            return Outcome.ALREADY
        wanted = _is_wanted(reward)
        if wanted:
            await say(reward)
        told = (day, *reward.missed) if wanted else (day,)
        await self._store.mark_told(user, told, self._now())
        return Outcome.TOLD if wanted else Outcome.WITHIN_LIMITS

    async def unsubscribe(self, user: UserId) -> None:
        """Tell the user nothing more: they do not want to be written to."""
        await self._store.keep_preferences(user, notify=False)

    async def tally(self) -> Tally:
        """Return how many users there are, and how many were told since midnight, UTC."""
        now = self._now().astimezone(UTC)
        return await self._store.tally(now.replace(hour=0, minute=0, second=0, microsecond=0))

    async def keep_report(self, worker: str, report: Report) -> None:
        """Keep what a worker has done by now."""
        await self._store.keep_word(worker, report.written(), self._now())

    async def retire(self, worker: str) -> None:
        """Forget a worker that stops."""
        await self._store.drop_word(worker)

    async def reports(self) -> list[Heard]:
        """Return the last report of each worker that sent one lately."""
        kept = await self._store.words_of_workers(self._now() - LATELY)
        return [
            Heard(one.worker, datetime.fromtimestamp(one.at, UTC), Report.read(one.said))
            for one in kept
        ]

    async def _reward(self, user: UserId, day: date, standing: Standing) -> Reward | None:
        chosen = standing.preferences
        if not chosen.notify:
            return None
        history, rates = await self._asked(user, day)

        def read() -> tuple[DaySplit | None, Trend]:
            splits = [
                split
                for split in split_days(history.rows, maintenance_apart=chosen.maintenance_apart)
                if split.day <= day
            ]
            today = splits[0] if splits and splits[0].day == day else None
            return today, trend_of(splits, since=day, partial=frozenset())

        few = len(history.rows) <= MANY_ROWS
        split, trend = read() if few else await asyncio.to_thread(read)
        if split is None:
            return None
        net = Money(split.net, None, None) if rates is None else rates.rates.of_btc(split.net)
        return Reward(day, split, net, trend.change, standing.unfinished, chosen)

    async def _asked(self, user: UserId, day: date) -> tuple[History, AgedRates | None]:
        """Return the days' incomes, none of them stale, and the rates where they can be had."""
        first = day - timedelta(MEAN_DAYS)
        history, rates = await asyncio.gather(
            attempted(self._books.history(user, first, page=ROWS)),
            attempted(self._market.rates(user)),
        )
        for said in (history, rates):
            if isinstance(said, SignInAgainError):
                raise said
        if isinstance(history, AppError):
            raise history
        if history.fault is not None:
            raise history.fault
        return history, None if isinstance(rates, AppError) else rates


def _is_wanted(reward: Reward) -> bool:
    """Return whether the net is beyond a limit the user set; without limits every day is wanted."""
    above, below = reward.chosen.reward_above, reward.chosen.reward_below
    if above is None and below is None:
        return True
    net = reward.split.net
    return (above is not None and net >= above) or (below is not None and net <= below)
