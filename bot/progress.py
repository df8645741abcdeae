"""How the telling of rewards gets on, for the log and for `/status`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from core import metrics
from core.rewards import Report

log = structlog.get_logger()

LOG_EVERY = 500
"""Outcomes between two lines of the log."""


@dataclass(slots=True)
class Progress:
    """What this process has done since its start; `waiting` tells how many jobs are in the queue.

    `found` is how many users the last sweep put into the queue, None before its end.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    swept_at: datetime | None = None
    found: int | None = None
    waiting: Callable[[], Awaitable[int | None]] | None = None

    def note(self, outcome: str) -> None:
        """Count what became of one telling."""
        self.outcomes[outcome] += 1
        metrics.JOBS.labels("reward", outcome).inc()
        if not self.outcomes.total() % LOG_EVERY:
            self.tell()

    async def report(self) -> Report:
        """Return what has been done by now."""
        return Report(
            outcomes=dict(self.outcomes.most_common()),
            swept_at=int(self.swept_at.timestamp()) if self.swept_at else None,
            found=self.found,
            waiting=await self.waiting() if self.waiting else None,
        )

    def tell(self) -> None:
        """Write the counts into the log."""
        log.info("rewards_progress", **self.outcomes)
