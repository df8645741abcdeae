"""Whose books are kept: bounded by rows, the longest unused go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.books.chronicle import Chronicle
from core.books.entries import Fleet
from core.books.volume import Start, Volume
from core.model import UserId
from core.partner import TotalIncome

MAX_KEPT_ROWS = 40_000
"""Rows of all users together, at about half a kilobyte."""
BOOK_WEIGHT = 2
"""Rows that an empty book takes as much memory as."""
MINER_WEIGHT = 3
"""Rows that a miner, with its pictures' addresses, takes as much memory as."""
IDLE = 86_400.0
"""Seconds after which a book nobody reads is put away."""


@dataclass(slots=True)
class Book:
    """What is kept of one user's account with one wallet, and when it was last read."""

    linked_at: datetime
    fleet: Volume[Fleet]
    history: Volume[Chronicle]
    totals: Volume[TotalIncome]
    read_at: float
    counted: int = 0

    @property
    def rows(self) -> int:
        """How much is kept, in rows."""
        return BOOK_WEIGHT + self.fleet.rows + self.history.rows + self.totals.rows


class Shelf:
    """The books of at most `MAX_KEPT_ROWS` rows; the one in hand may exceed them."""

    def __init__(self, start: Start, now: Callable[[], float]) -> None:
        self._start = start
        self._now = now
        self._books: OrderedDict[UserId, Book] = OrderedDict()
        self.rows = 0

    def __len__(self) -> int:
        return len(self._books)

    def book(self, user: UserId, linked_at: datetime) -> Book:
        """Return the user's book; one of another sign-in is thrown away."""
        book = self._books.get(user)
        if book is None or book.linked_at != linked_at:
            self.drop(user)
            book = self._books[user] = self._blank(linked_at)
            self.weigh(user, book)
        book.read_at = self._now()
        self._books.move_to_end(user)
        return book

    def weigh(self, user: UserId, book: Book) -> None:
        """Count what was added to a book, and make room; one thrown away meanwhile is ignored."""
        if self._books.get(user) is not book:
            return
        self.rows += book.rows - book.counted
        book.counted = book.rows
        while self.rows > MAX_KEPT_ROWS and len(self._books) > 1:
            self.drop(next(iter(self._books)))

    def drop(self, user: UserId) -> None:
        """Throw the user's book away."""
        if book := self._books.pop(user, None):
            self.rows -= book.counted

    def tidy(self) -> None:
        """Throw away what nobody has read for a day."""
        while self._books:
            user, book = next(iter(self._books.items()))
            if self._now() - book.read_at < IDLE:
                return
            self.drop(user)

    def _blank(self, linked_at: datetime) -> Book:
        return Book(
            linked_at,
            Volume(self._start, _of_fleet, self._now),
            Volume(self._start, _of_history, self._now),
            Volume(self._start, _of_totals, self._now),
            self._now(),
        )


def _of_fleet(fleet: Fleet) -> int:
    return MINER_WEIGHT * len(fleet.miners)


def _of_history(chronicle: Chronicle) -> int:
    return len(chronicle.rows)


def _of_totals(income: TotalIncome) -> int:
    return len(income.per_miner)
