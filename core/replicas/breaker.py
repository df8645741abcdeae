"""Whether Redis is worth asking: nobody waits for one that has just not answered."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog

from core import metrics

REST = 2.0
"""Seconds in which a Redis that failed is left alone."""

log = structlog.get_logger()


class Breaker:
    """Open while Redis is down; each change is one line in the log, whoever many noticed."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failed_at = -REST
        self.is_open = False
        metrics.REDIS_DOWN.set(0)

    @property
    def is_to_be_tried(self) -> bool:
        """Whether it has rested, so that one may look whether it works again."""
        return self.is_open and self._now() - self._failed_at >= REST

    def failed(self, error: Exception) -> None:
        """Leave Redis alone for a while."""
        self._failed_at = self._now()
        if not self.is_open:
            self.is_open = True
            metrics.REDIS_DOWN.set(1)
            log.warning("redis_away", cause=type(error).__name__)

    def works(self) -> None:
        """Ask Redis again."""
        if self.is_open:
            self.is_open = False
            metrics.REDIS_DOWN.set(0)
            log.info("redis_back")
