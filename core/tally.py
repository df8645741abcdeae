"""Counting what happens thousands of times a second: in plain numbers, until `settle`.

Raising a series takes a microsecond, twice that where several processes share their figures, and a
request raises many. `settle` is for whoever shows the figures; all of it is of one thread.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cache

from prometheus_client import Counter, Histogram

from core import metrics

_all: list[Tally | Reads] = []


def settle() -> None:
    """Move what was counted since the last time into the figures."""
    for one in _all:
        one.settle()


class Tally:
    """Counts what one thing ends with, how long it takes, and in how many tries."""

    __slots__ = ("_buckets", "_endings", "_name", "_seconds", "_series", "_tries", "_tries_series")

    def __init__(
        self, name: str, endings: Counter, seconds: Histogram, tries: Counter | None = None
    ) -> None:
        self._name = name
        self._series = (endings, seconds.labels(name))
        self._tries_series = tries and tries.labels(name)
        # From the first scrape on, so that the first failure is a rise from zero.
        endings.labels(name, metrics.OK)
        self._begin()
        _all.append(self)

    def _begin(self) -> None:
        self._endings: dict[str, int] = defaultdict(int)
        self._seconds = 0.0
        self._buckets = [0] * (len(metrics.SECONDS) + 1)
        self._tries = 0

    def add(self, outcome: str, seconds: float, tries: int = 0) -> None:
        """Count one more."""
        self._endings[outcome] += 1
        self._seconds += seconds
        self._buckets[bisect_left(metrics.SECONDS, seconds)] += 1
        self._tries += tries

    def settle(self) -> None:
        """Move what was counted into the figures."""
        if not self._endings:
            return
        endings, seconds = self._series
        for outcome, times in self._endings.items():
            endings.labels(self._name, outcome).inc(times)
        # The library takes one time after the other only, at a microsecond each.
        seconds._sum.inc(self._seconds)  # noqa: SLF001  # as said
        for bucket, times in zip(seconds._buckets, self._buckets, strict=True):  # noqa: SLF001  # as said
            if times:
                bucket.inc(times)
        if self._tries_series is not None:
            self._tries_series.inc(self._tries)
        self._begin()


class Reads:
    """Counts the questions to one cache."""

    __slots__ = ("_cache", "_hits", "_misses", "_stale")

    def __init__(self, name: str) -> None:
        self._cache = name
        self._hits = self._misses = self._stale = 0
        for outcome in ("hit", "miss", "stale"):
            metrics.CACHE_READS.labels(name, outcome)
        _all.append(self)

    def hit(self) -> None:
        """Count that it was at hand."""
        self._hits += 1

    def miss(self) -> None:
        """Count that it had to be waited for, whatever came of that."""
        self._misses += 1

    def stale(self) -> None:
        """Count that it was old, and that there was no newer one."""
        self._stale += 1

    def settle(self) -> None:
        """Move what was counted into the figures."""
        counted = {"hit": self._hits, "miss": self._misses, "stale": self._stale}
        for outcome, times in counted.items():
            if times:
                metrics.CACHE_READS.labels(self._cache, outcome).inc(times)
        self._hits = self._misses = self._stale = 0


@cache
def of_requests(route: str) -> Tally:
    """Return the tally of a route's requests."""
    return Tally(route, metrics.REQUESTS, metrics.REQUEST_SECONDS)


@cache
def of_calls(operation: str) -> Tally:
    """Return the tally of the partner's calls of an operation."""
    return Tally(
        operation, metrics.PARTNER_CALLS, metrics.PARTNER_CALL_SECONDS, metrics.PARTNER_TRIES
    )


@cache
def of_reads(name: str) -> Reads:
    """Return the tally of a cache's questions."""
    return Reads(name)
