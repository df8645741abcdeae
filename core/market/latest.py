"""The partner's latest answer to one question, asked once a minute for everyone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, NamedTuple, NoReturn, TypeVar

import structlog

from core import tally
from core.errors import (
    PartnerBrokenError,
    PartnerError,
    PartnerRejectedError,
    SignInAgainError,
    StoreError,
)
from core.model import UserId
from core.partner import Answer
from core.partner.answer import Form
from core.shared import EVERYONE, Shared

FRESH = 60.0
"""Seconds for which an answer is given again."""
STALE = 3600.0
"""Seconds for which it is given again while the partner is down."""
PAUSE = 2.0
"""Seconds between two attempts at a partner that is down."""
LOOK_AGAIN = 0.1
"""Seconds between two looks whether the replica that asks has been answered."""
LOOKS = 10

T = TypeVar("T")

log = structlog.get_logger()


class Aged(NamedTuple, Generic[T]):
    """The partner's answer and its age in seconds."""

    answer: Answer[T]
    age: int


class Latest(Generic[T]):
    """The latest answer to the question *name*, *shared* with the other replicas."""

    def __init__(
        self,
        name: str,
        form: Form[T],
        ask: Callable[[UserId], Awaitable[Answer[T]]],
        shared: Shared,
        now: Callable[[], float],
    ) -> None:
        self._name = name
        self._form = form
        self._ask = ask
        self._shared = shared
        self._now = now
        self._asking = asyncio.Lock()
        self._latest: Answer[T] | None = None
        self._answered_at = 0.0
        self._failed_at = -PAUSE
        self._failure: PartnerError | StoreError | None = None
        self._reads = tally.of_reads(name)

    async def answer(self, user: UserId) -> Aged[T]:
        """Return the answer, asked for anew with the tokens of *user* if it is too old."""
        if kept := self._within(FRESH):
            self._reads.hit()
            return kept
        count = self._reads.miss
        try:
            aged = await self._anew(user)
            if aged.age >= FRESH:
                count = self._reads.stale
            return aged
        finally:
            count()

    async def _anew(self, user: UserId) -> Aged[T]:
        if self._asking.locked() and (kept := self._within(STALE)):
            return kept  # somebody asks already, and a slow partner would keep everyone waiting
        async with self._asking:
            if kept := self._within(FRESH):
                return kept
            if failure := self._pausing():
                # Those who queued behind a failed call share its end; each waiting
                # through a time-out of its own would make the queue endless.
                return self._within(STALE) or _raise(failure)
            return await self._told_elsewhere() or await self._asked(user)

    async def _told_elsewhere(self) -> Aged[T] | None:
        """Return what another replica was told, or is about to be; None: it is ours to ask."""
        await self._adopt()
        if kept := self._within(FRESH):
            return kept
        if await self._shared.claim(EVERYONE, self._name, PAUSE):
            return None
        if kept := self._within(STALE):
            return kept
        for _ in range(LOOKS):
            await asyncio.sleep(LOOK_AGAIN)
            await self._adopt()
            if kept := self._within(FRESH):
                return kept
        return None

    async def _adopt(self) -> None:
        """Take what another replica was told, where it is younger than what we have."""
        found = await self._shared.find(EVERYONE, self._name)
        if found is None:
            return
        answered_at = self._now() - (STALE - found.left)
        if self._latest is not None and answered_at <= self._answered_at:
            return
        try:
            self._latest, self._answered_at = Answer(found.value, self._form), answered_at
        except PartnerBrokenError:  # as an older version of ours was told it
            log.info("market_not_adopted", what=self._name)

    def _pausing(self) -> PartnerError | StoreError | None:
        return self._failure if self._now() - self._failed_at < PAUSE else None

    def _within(self, seconds: float) -> Aged[T] | None:
        age = self._now() - self._answered_at
        if self._latest is None or age >= seconds:
            return None
        return Aged(self._latest, int(age))

    async def _asked(self, user: UserId) -> Aged[T]:
        try:
            answer = await self._ask(user)
        except (PartnerError, StoreError, SignInAgainError) as error:
            # A refusal concerns this user's tokens alone; anything else, the partner's health.
            if isinstance(error, (PartnerRejectedError, SignInAgainError)):
                await self._shared.give_up(EVERYONE, self._name)
            else:
                self._failed_at, self._failure = self._now(), error
            if kept := self._within(STALE):
                log.info("market_stale", what=self._name, code=error.code, age=kept.age)
                return kept
            raise
        self._latest, self._answered_at = answer, self._now()
        await self._shared.keep(EVERYONE, self._name, answer.body, STALE)
        return Aged(answer, 0)


def _raise(failure: PartnerError | StoreError) -> NoReturn:
    raise failure.with_traceback(None)
