"""The partner's rates of each day, written down while users ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import structlog

from core.arithmetic.rates import Rates
from core.errors import StoreError
from core.store import Store

PAUSE = timedelta(hours=1)
"""Between two writes of a process, whatever became of the first."""

log = structlog.get_logger()


class DailyRates:
    """Keeps the last rates seen on each UTC day, for those who look back later."""

    def __init__(
        self, store: Store, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self._now = now
        self._begun_at: datetime | None = None
        self._writing: asyncio.Future[None] | None = None

    def note(self, rates: Rates) -> None:
        """Keep *rates* as today's, unless something was within `PAUSE`.

        It is done behind the caller's back: a store that is slow or down concerns only our log.
        """
        now = self._now()
        if self._begun_at is None or now - self._begun_at >= PAUSE:
            self._begun_at = now
            self._writing = asyncio.ensure_future(self._keep(now.date(), rates))

    async def _keep(self, day: date, rates: Rates) -> None:
        try:
            await self._store.keep_rates(day, rates)
        except StoreError as error:
            log.warning("daily_rates_not_kept", code=error.code)

    async def close(self) -> None:
        """Wait for the write under way; the store gives up in seconds by itself."""
        if self._writing is not None:
            await self._writing
