"""Whether the partner is asked at all: not while it is plainly down, nor sooner than it asks.

Pure decisions: time is a clock handed in, in seconds, that never goes back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from core.errors import PartnerAwayError, PartnerThrottledError

FAILURES = 5
"""Calls that fail in a row, with no answer in between, before the partner counts as down."""
PAUSE = 1.0
"""Seconds from a failed probe to the next; a write waits as long again for a read to be it."""
COMPANIONS = 3
"""Reads let through beside a probe: a screen asks for several things at once, and should not show
one of them alone when the partner is back."""
TOGETHER = 0.25
"""Seconds from the probe within which they come."""
PATIENCE = 2.0
"""Seconds for which a probe without an answer keeps the next one back."""
SHARE = 0.1
"""Further tries that a call earns."""
SAVED = 10.0
"""Further tries that can be earned ahead."""
LONGEST_WAIT = 60.0
"""Seconds for which a caller who was told to wait is not let through, at most."""
MAX_WAITING = 10_000
"""Callers remembered to be waiting; beyond it all are let through anew."""


@dataclass(slots=True)
class Change:
    """The circuit opened, or closed after so many *seconds*."""

    is_open: bool
    seconds: float = 0.0


class Circuit:
    """Opens after `FAILURES` in a row; from then on few calls get through, until one is answered.

    Whatever the partner answers by its contract, a refusal too, closes it. What was sent before
    the last answer came says nothing new by failing late.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._failures = 0
        self._answered_at = -math.inf
        self._opened_at: float | None = None
        self._probe_at = math.inf
        self._newest_probe = -math.inf
        self._companions = 0

    @property
    def is_open(self) -> bool:
        """Return whether the partner counts as down."""
        return self._opened_at is not None

    def enter(self, *, is_read: bool) -> float:
        """Return when a call begins, for `failed`; raise `PartnerAwayError` where it may not.

        A read may be the probe first: whether a write was carried out would not be known.
        """
        now = self._now()
        if self._opened_at is None:
            return now
        wait = self._probe_at + (0.0 if is_read else PAUSE) - now
        if wait > 0:
            if not (is_read and self._may_join_probe(now)):
                raise PartnerAwayError(math.ceil(wait))
            self._companions += 1
            return now
        self._newest_probe, self._probe_at, self._companions = now, now + PATIENCE, 0
        return now

    def _may_join_probe(self, now: float) -> bool:
        return self._companions < COMPANIONS and now - self._newest_probe < TOGETHER

    def answered(self) -> Change | None:
        """Take note of an answer."""
        now = self._now()
        self._failures, self._answered_at = 0, now
        if self._opened_at is None:
            return None
        seconds, self._opened_at = now - self._opened_at, None
        return Change(is_open=False, seconds=seconds)

    def failed(self, began: float) -> Change | None:
        """Take note that a call which began then brought no answer."""
        now = self._now()
        if began < self._answered_at:
            return None
        if self._opened_at is not None:
            if began == self._newest_probe:  # older ones hold nobody back any more
                self._probe_at = now + PAUSE
            return None
        self._failures += 1
        if self._failures < FAILURES:
            return None
        self._opened_at, self._probe_at = now, now + PAUSE
        return Change(is_open=True)


class Budget:
    """Further tries, `SHARE` of the calls: a partner that fails is not asked many times over."""

    def __init__(self) -> None:
        self._left = SAVED

    def earn(self) -> None:
        """Take note of a call."""
        self._left = min(self._left + SHARE, SAVED)

    @property
    def has_some(self) -> bool:
        """Return whether one more try may be made."""
        return self._left >= 1

    def spend(self) -> None:
        """Take note of a further try."""
        self._left -= 1


class Waits:
    """Who was told to wait, and until when; each for themselves, for others may well be served."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._until: dict[object, float] = {}

    def check(self, who: object) -> None:
        """Raise `PartnerThrottledError` while *who* has to wait."""
        until = self._until.get(who)
        if until is None:
            return
        wait = until - self._now()
        if wait > 0:
            raise PartnerThrottledError(math.ceil(wait))
        del self._until[who]

    def told(self, who: object, seconds: float | None) -> None:
        """Keep *who* back for so long; None: as they like."""
        if not seconds:
            return
        if len(self._until) >= MAX_WAITING:
            self._until.clear()
        self._until[who] = self._now() + min(seconds, LONGEST_WAIT)
