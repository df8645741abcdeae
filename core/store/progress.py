"""Telling an operator how far a long command has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

EVERY = 2.0
"""Seconds of silence between two lines; what takes less says nothing."""


class Progress:
    """Lines on standard error, now and then."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._told_at = now()

    def __call__(self, what: str, done: int, of: int) -> None:
        """Say that *done* of *of* is done, unless something was said a moment ago."""
        if self._now() - self._told_at >= EVERY:
            self._told_at = self._now()
            sys.stderr.write(f"{what}: {done} of {of}\n")
