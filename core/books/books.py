"""The user's books at the partner, read page by page with the user's tokens and kept a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from core.books.chronicle import MAX_ROWS, Chronicle
from core.books.entries import Fleet, History, Totals
from core.books.pages import Pages, Source
from core.books.paging import LONGEST, leaves
from core.books.reading import exactly, rows_of
from core.books.shelf import Book, Shelf
from core.books.volume import KEPT, Volume
from core.errors import PartnerBrokenError, SignInAgainError
from core.income.row import IncomeRow
from core.model import UserId
from core.partner import Miner, Page, PartnerClient
from core.shared import Shared
from core.tokens import TokenKeeper

MAX_MINERS = 2_000
"""Miners read of one user."""
NEWEST = 100
"""Rows asked for to see what has been credited since."""

T = TypeVar("T")


class Books:
    """What the partner last said of a user's miners, incomes and totals.

    It is told again for a minute, and for a day with its age and the fault while the partner is
    down. Every question first looks whose wallet is linked, so what one wallet brought is never
    shown after a sign-out or under another wallet: without one, `SignInAgainError`.
    """

    def __init__(
        self,
        partner: PartnerClient,
        tokens: TokenKeeper,
        shared: Shared,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = Source(partner, tokens, shared, now)
        self._tokens = tokens
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()
        self._shelf = Shelf(self._start, now)
        tokens.tell_of_changes(self._shelf.drop)

    async def fleet(self, user: UserId) -> Fleet:
        """Return the user's miners."""
        book = await self._book(user)
        told = await book.fleet.read(lambda: self._ask_fleet(user, book))
        return replace(told.value, age=told.age, fault=told.fault)

    async def history(self, user: UserId, since: date | None, *, page: int = LONGEST) -> History:
        """Return the user's incomes mined on the day *since* or later; None: all there are.

        They are asked for by so many rows a *page*: fewer where many users' last days are read.
        """
        book = await self._book(user)
        told = await book.history.read(
            lambda: self._ask_history(user, book, since, page),
            enough=lambda chronicle: chronicle.is_enough_for(since),
        )
        chronicle = told.value
        return History(chronicle.since(since), chronicle.reaches(since), told.age, told.fault)

    async def totals(self, user: UserId) -> Totals:
        """Return what the user has earned in all."""
        book = await self._book(user)
        return Totals(*await book.totals.read(lambda: self._ask_totals(user, book)))

    def tidy(self) -> None:
        """Throw away what nobody has asked for since yesterday."""
        self._shelf.tidy()

    async def close(self) -> None:
        """Give up what is being asked."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _book(self, user: UserId) -> Book:
        wallet = await self._tokens.wallet(user)
        if wallet is None:
            self._shelf.drop(user)
            raise SignInAgainError("no wallet is linked")
        return self._shelf.book(user, wallet.linked_at)

    async def _ask_fleet(self, user: UserId, book: Book) -> None:
        pages = self._pages(user, book, self._now())
        found: dict[int, Miner] = {}
        complete = False
        async with aclosing(leaves(_miners_of(pages), most=MAX_MINERS)) as turning:
            async for leaf in turning:
                found |= {miner.id: miner for miner in leaf.rows}
                complete = leaf.is_last and len(found) <= MAX_MINERS
        miners = tuple(found.values())[:MAX_MINERS]
        await self._keep(user, book, book.fleet, Fleet(miners, complete), pages.at)

    async def _ask_history(self, user: UserId, book: Book, since: date | None, page: int) -> None:
        """Read what was credited since the last time, then the past as far as is asked for.

        Once a day the past is proofread: all of it is read anew, what was kept standing in for
        what the partner has not told again yet.
        """
        at = self._now()
        pages = self._pages(user, book, at)
        chronicle = book.history.told
        if chronicle is None:
            chronicle = Chronicle(begun=at)
        elif book.history.is_fresh:
            pages.at = book.history.told_at
        else:
            if at - chronicle.begun >= KEPT:
                chronicle = chronicle.anew(at)
            chronicle = await self._brought_up_to_date(pages, chronicle)
            await self._keep(user, book, book.history, chronicle, pages.at)
        if not chronicle.is_enough_for(since):
            await self._deepen(user, book, chronicle, since, pages, page)

    async def _brought_up_to_date(self, pages: Pages, chronicle: Chronicle) -> Chronicle:
        newest: list[IncomeRow] = []
        async with aclosing(leaves(_rows_of(pages), limit=NEWEST, most=MAX_ROWS)) as turning:
            async for leaf in turning:
                newest += leaf.rows
                if leaf.is_last or chronicle.meets(newest):
                    return chronicle.joined(newest, whole=leaf.is_last)
        return Chronicle(self._now()).joined(newest, whole=False)

    async def _deepen(  # noqa: PLR0913, PLR0917  # what it goes on from
        self,
        user: UserId,
        book: Book,
        chronicle: Chronicle,
        since: date | None,
        pages: Pages,
        rows: int,
    ) -> None:
        known = chronicle.proofread
        most = MAX_ROWS - known + LONGEST  # some come twice while the list grows
        async with aclosing(
            leaves(_rows_of(pages), limit=rows, offset=known, most=most)
        ) as turning:
            async for leaf in turning:
                chronicle = chronicle.joined(leaf.rows, whole=leaf.is_last)
                await self._keep(user, book, book.history, chronicle, pages.at)
                if chronicle.is_enough_for(since):
                    return
        raise PartnerBrokenError("the pages of incomes repeat themselves")

    async def _ask_totals(self, user: UserId, book: Book) -> None:
        pages = self._pages(user, book, self._now())
        income = await exactly(await pages.totals(), lambda said: said)
        await self._keep(user, book, book.totals, income, pages.at)

    def _pages(self, user: UserId, book: Book, at: float) -> Pages:
        return Pages(self._source, user, book.linked_at, at)

    async def _keep(self, user: UserId, book: Book, volume: Volume[T], told: T, at: float) -> None:
        """Keep what was told, unless the user has signed out or linked another wallet since."""
        wallet = await self._tokens.wallet(user)
        if wallet is None or wallet.linked_at != book.linked_at:
            self._shelf.drop(user)
            raise SignInAgainError("the wallet was unlinked meanwhile")
        volume.keep(told, at)
        self._shelf.weigh(user, book)

    def _start(self, asking: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(asking)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _miners_of(pages: Pages) -> Callable[[Page], Awaitable[list[Miner]]]:
    async def ask(page: Page) -> list[Miner]:
        return await exactly(await pages.miners(page), lambda said: said)

    return ask


def _rows_of(pages: Pages) -> Callable[[Page], Awaitable[list[IncomeRow]]]:
    async def ask(page: Page) -> list[IncomeRow]:
        return await exactly(await pages.incomes(page), rows_of)

    return ask
