"""One thing the partner told one user: kept, aged, and asked for once at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, NamedTuple, TypeVar

import structlog

from core import tally
from core.errors import (
    AppError,
    PartnerError,
    PartnerRejectedError,
    PartnerTimeoutError,
    StoreError,
)

FRESH = 60.0
"""Seconds for which what was told is told again."""
KEPT = 86_400.0
"""Seconds for which it is told again while the partner is down."""
PAUSE = 2.0
"""Seconds between two attempts at a partner that is down."""
PATIENCE = 20.0
"""Seconds that one asking may take; the pages it has read by then are kept, the next reads on."""

T = TypeVar("T")
Start = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]

_reads = tally.of_reads("books")

log = structlog.get_logger()


class Told(NamedTuple, Generic[T]):
    """What is kept, its age in seconds, and why it is no younger."""

    value: T
    age: int
    fault: AppError | None


class Volume(Generic[T]):
    """What was told of one kind; *weigh* counts its rows, *start* owns the tasks."""

    __slots__ = (
        "_asking", "_failed_at", "_failure", "_now", "_start", "_weigh", "told", "told_at",
    )  # fmt: skip  # a list of names

    def __init__(self, start: Start, weigh: Callable[[T], int], now: Callable[[], float]) -> None:
        self._start = start
        self._weigh = weigh
        self._now = now
        self.told: T | None = None
        self.told_at = 0.0
        self._failed_at = -PAUSE
        self._failure: AppError | None = None
        self._asking: asyncio.Task[None] | None = None

    @property
    def rows(self) -> int:
        """How many rows are kept."""
        return 0 if self.told is None else self._weigh(self.told)

    @property
    def is_fresh(self) -> bool:
        """Whether what is kept need not be asked for anew."""
        return self.told is not None and self._now() - self.told_at < FRESH

    def keep(self, told: T, at: float) -> None:
        """Keep what was told, as of then."""
        self.told, self.told_at = told, at

    async def read(
        self,
        ask: Callable[[], Coroutine[Any, Any, None]],
        *,
        enough: Callable[[T], bool] = lambda _: True,
    ) -> Told[T]:
        """Return what is kept once it is fresh and *enough*; *ask* is what will `keep` it so.

        Those who wait share one asking, which goes on when they hang up. When the partner or the
        store fails, what is at most a day old is told together with that fault; when the partner
        says no, its refusal is everybody's.
        """
        count, is_new = _reads.hit, self.is_fresh
        try:
            while not (is_new and self.told is not None and enough(self.told)):
                count = _reads.miss
                if failure := self._pausing():
                    told = self._in_need(failure)
                    count = _reads.stale
                    return told
                await asyncio.shield(self._asking or self._begin(ask))
                is_new = self._failure is None  # but those joined may have asked for less
            return Told(self.told, int(self._now() - self.told_at), None)
        finally:
            count()

    def _begin(self, ask: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        self._asking = self._start(self._ask(ask))
        self._asking.add_done_callback(self._end)
        return self._asking

    def _end(self, task: asyncio.Task[None]) -> None:
        """Let the next one ask; runs before those who wait go on."""
        self._asking = None
        if not task.cancelled():
            task.exception()  # seen, also where everybody hung up

    async def _ask(self, ask: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await ask()
            self._failure = None
        except TimeoutError:
            self._fail(PartnerTimeoutError("the pages took too long together"))
        except PartnerRejectedError:
            raise
        except (PartnerError, StoreError) as error:
            self._fail(error)

    def _fail(self, failure: AppError) -> None:
        self._failed_at, self._failure = self._now(), failure.with_traceback(None)

    def _pausing(self) -> AppError | None:
        return self._failure if self._now() - self._failed_at < PAUSE else None

    def _in_need(self, failure: AppError) -> Told[T]:
        age = self._now() - self.told_at
        if self.told is None or age >= KEPT:
            raise failure.with_traceback(None)
        log.info("books_stale", code=failure.code, age=int(age))
        return Told(self.told, int(age), failure)
