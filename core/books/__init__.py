"""What the partner last said of a user's miners, totals and incomes, kept a while."""

from core.books.books import MAX_MINERS, Books
from core.books.chronicle import MAX_ROWS
from core.books.entries import Fleet, History, Totals

__all__ = ["MAX_MINERS", "MAX_ROWS", "Books", "Fleet", "History", "Totals"]
