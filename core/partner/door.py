"""The one way to the partner: tries, deadline, a name for every failure, one log line a call."""

from __future__ import annotations

import asyncio
import logging
import random
import time as clock
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

import structlog

from core import metrics, tally
from core.errors import (
    AppError,
    PartnerBrokenError,
    PartnerError,
    PartnerRejectedError,
    PartnerTimeoutError,
    PartnerUnreachableError,
)
from core.observing import traces
from core.partner.answer import Answer
from core.partner.clock import PartnerClock
from core.partner.credentials import Call, Credentials
from core.partner.gate import Gate
from core.partner.operations import PREFIX, Access
from core.partner.refusals import is_4xx, refusal, speaks_of_time
from core.partner.transport import Http, Reply, exchange

T = TypeVar("T")

PAUSES = (0.2, 0.4)
"""Seconds, at most, before the second and the third try of a read."""
AWAY = frozenset({502, 503, 504})
CLOCK_WAS_WRONG = 1.0
"""Seconds by which an answer must have moved the clock to make a wrong timestamp likely."""

log = structlog.get_logger()

Outcome = Reply | PartnerUnreachableError


@dataclass(frozen=True, slots=True)
class Time:
    """Time and chance, in seconds and in shares of one."""

    now: Callable[[], float] = clock.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = random.random
    steady: Callable[[], float] = clock.monotonic
    """A clock that nobody sets."""


REAL_TIME = Time()


@dataclass(slots=True)
class Course:
    """How a call has gone so far; `offset` is what the partner's clock was taken for last."""

    tries: int = 0
    offset: float = 0.0
    status: int | None = None
    started: float = field(default_factory=clock.perf_counter)

    def seconds(self) -> float:
        """Return how long it has taken."""
        return clock.perf_counter() - self.started


class Door:
    """Carries calls to the partner at *url*; *timeout* is in seconds, over all tries of a call."""

    def __init__(
        self, http: Http, url: str, credentials: Credentials, timeout: float, time: Time
    ) -> None:
        self._http = http
        self._base = url + PREFIX
        self._credentials = credentials
        self._timeout = timeout
        self._time = time
        self._clock = PartnerClock(time.now)
        self._gate = Gate(time.steady)

    async def answer(self, call: Call[T]) -> Answer[T]:
        """Return the answer to *call*, of the right form, or raise the name of its failure."""
        with traces.span(call.operation.name, traces.Kind.ASKED) as span:
            return await self._answer(call, span)

    async def _answer(self, call: Call[T], span: traces.Span) -> Answer[T]:
        self._credentials.check(call.operation)
        course, outcome = Course(), "given_up"  # by who asked, unless it ends otherwise
        try:
            reply = await self._let_through(call, course)
            answer = Answer(reply.body, call.operation.form)
            outcome = metrics.OK
        except AppError as error:
            outcome = error.code
            if isinstance(error, PartnerError):
                _tell(_loudness(error, course), call, course, error)
            raise
        finally:
            tally.of_calls(call.operation.name).add(outcome, course.seconds(), course.tries)
            span.mark(outcome=outcome, tries=course.tries)
        if log.is_enabled_for(logging.DEBUG):
            _tell(log.debug, call, course)
        return answer

    async def _let_through(self, call: Call[T], course: Course) -> Reply:
        began = self._gate.enter(call)
        try:
            reply = await self._reply(call, course)
        except PartnerError as error:
            self._gate.failed(call, began, course.status, error)
            raise
        self._gate.answered()
        return reply

    async def _reply(self, call: Call[T], course: Course) -> Reply:
        outcome = await self._try(call, course)
        if call.operation.is_read and self._may_help(call, course, outcome):
            outcome = await self._insist(call, course, outcome)
        if isinstance(outcome, PartnerUnreachableError):
            raise outcome
        if outcome.status // 100 != 2:  # noqa: PLR2004  # 2xx
            raise refusal(outcome, self._clock.now())
        if outcome.body.lstrip()[:1] == b"<":
            raise PartnerBrokenError("a page in place of the answer")
        return outcome

    async def _insist(self, call: Call[T], course: Course, outcome: Outcome) -> Outcome:
        """Try a read again while that may help: after a pause, or once with the right time.

        The first try needs no deadline here: it has that of the exchange.
        """
        pauses = iter(PAUSES)
        signed_anew = False
        try:
            async with asyncio.timeout(self._timeout - course.seconds()):
                while self._may_help(call, course, outcome) and self._gate.may_insist():
                    if _is_away(outcome):
                        if (pause := next(pauses, None)) is None:
                            break
                        await self._time.sleep(pause * self._time.jitter())
                        if not self._gate.may_insist():
                            break
                    elif signed_anew:
                        break
                    else:
                        signed_anew = True
                    self._gate.insist()
                    outcome = await self._try(call, course)
        except TimeoutError:
            raise PartnerTimeoutError("the deadline passed over several tries") from None
        return outcome

    async def _try(self, call: Call[T], course: Course) -> Outcome:
        """Send once, freshly stamped and signed; no connection is an outcome among others."""
        course.tries += 1
        course.status = None
        course.offset = self._clock.offset
        request = self._credentials.request(call, self._clock.timestamp())
        url = self._base + call.operation.name
        if request.query:
            url = f"{url}?{request.query}"
        sent = self._time.now()
        try:
            reply = await exchange(
                self._http, call.operation.method, url, request.headers, request.body
            )
        except PartnerUnreachableError as error:
            return error
        course.status = reply.status
        self._clock.learn(reply.date, sent, self._time.now())
        return reply

    def _may_help(self, call: Call[T], course: Course, outcome: Outcome) -> bool:
        """Return whether *outcome* could be another one at the next try."""
        if _is_away(outcome):
            return True
        if call.operation.access is not Access.SIGNED or isinstance(outcome, Exception):
            return False
        moved = abs(self._clock.offset - course.offset) > CLOCK_WAS_WRONG
        return speaks_of_time(outcome) or (moved and is_4xx(outcome.status))


def _is_away(outcome: Outcome) -> bool:
    return isinstance(outcome, PartnerUnreachableError) or outcome.status in AWAY


def _loudness(error: PartnerError, course: Course) -> Callable[..., None]:
    if not course.tries:  # nothing was sent, and why was told once
        loudness = log.debug
    elif isinstance(error, PartnerRejectedError):
        loudness = log.info
    else:
        loudness = log.warning
    return cast("Callable[..., None]", loudness)


def _tell(
    say: Callable[..., object], call: Call[T], course: Course, error: PartnerError | None = None
) -> None:
    """Log how *call* went: counts and codes, nothing that was sent or received."""
    say(
        "partner_call",
        operation=call.operation.name,
        code=error.code if error else "ok",
        why=str(error) if error else None,
        status=course.status,
        tries=course.tries,
        ms=round(course.seconds() * 1000),
    )
