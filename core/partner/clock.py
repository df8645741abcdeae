"""The partner's time, learnt from the `Date` header of its answers."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parsedate_to_datetime

MAX_OFFSET = 86_400.0
"""Seconds; a `Date` further off than a day tells of a fault rather than of a clock."""


class PartnerClock:
    """Our clock, corrected only as far as the partner's answers prove it wrong; in seconds.

    A `Date` names a whole second, somewhere between the sending and the receipt: it proves bounds
    for the offset, no more. Outside of them the lower one is taken, because the partner allows a
    timestamp to be five seconds late, and hardly one early.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._seen: str | None = None
        self.offset = 0.0

    def now(self) -> float:
        """Return the partner's time, in Unix seconds."""
        return self._now() + self.offset

    def timestamp(self) -> int:
        """Return the partner's time as requests carry it, in Unix milliseconds."""
        return int(self.now() * 1000)

    def learn(self, date: str | None, sent: float, received: float) -> None:
        """Take in the *date* of an answer; the times are our own clock's."""
        if date is None or date == self._seen:  # a later answer of the same second proves less
            return
        self._seen = date
        if (told := unix_time(date)) is None:
            return
        low, high = told - received, told + 1 - sent
        if not low <= self.offset <= high and abs(low) <= MAX_OFFSET:
            self.offset = low


def unix_time(date: str) -> float | None:
    """Return the Unix seconds of an HTTP date; None when it is none."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return None
