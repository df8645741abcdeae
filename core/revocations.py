"""Since when what was issued to a user counts: known in every replica, asked on every request.

The store keeps the truth. A replica holds in memory what was revoked in the last hour, which is as
long as any session token lives. It reads that at the start, then every second, and at once when
another replica says that there is something to read.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

import structlog

from core.errors import StoreError
from core.model import UserId
from core.replicas import ALONE, Replicas
from core.session import LIFETIME
from core.store import MAX_REVOKED, Store

TOPIC = "sessions"
CATCH_UP_SECONDS = 1.0
OVERLAP = 60
"""Seconds that are read again each time: a transaction may be late, and another clock behind."""

log = structlog.get_logger()


class Revocations:
    """Knows since when each user's sessions count; at most `MAX_REVOKED` users are held.

    Were there more in an hour, sessions as old as the oldest of them would end for everybody: a
    page opens another by its init data, and nobody's revocation is forgotten.
    """

    def __init__(
        self, store: Store, replicas: Replicas = ALONE, *, now: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._replicas = replicas
        self._now = now
        self._since: dict[UserId, int] = {}
        self._floor = 0
        self._read_at = 0.0
        self._news = asyncio.Event()
        replicas.listen(TOPIC, lambda _: self._news.set())

    def since(self, user: UserId) -> int:
        """Return since when, in seconds since 1970, the user's sessions count here."""
        return max(self._since.get(user, 0), self._floor)

    async def ask(self, user: UserId) -> int:
        """Return since when init data of the user counts, as the store knows it."""
        return await self._store.revoked(user)

    async def revoke(self, user: UserId) -> int:
        """Let nothing count that was issued to the user up to now; return since when it does.

        That is the next second, for whatever was issued in this one may have been issued before.
        """
        since = await self._store.revoke(user, int(self._now()) + 1)
        self._hold(user, since)
        await self._replicas.tell(TOPIC, "")
        return since

    async def catch_up(self) -> None:
        """Read what was revoked since the last time."""
        now = self._now()
        self._shed(now)
        oldest = max(now - LIFETIME.total_seconds(), min(self._read_at, now) - OVERLAP)
        found = await self._store.revoked_since(int(oldest))
        if len(found) == MAX_REVOKED:
            self._floor = max(self._floor, found[-1][1])
        for user, since in found:
            self._hold(user, since)
        self._read_at = now

    async def keep_up(self) -> None:
        """Catch up every second, and at news, without an end."""
        is_behind = False
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), CATCH_UP_SECONDS)
            self._news.clear()
            try:
                await self.catch_up()
                is_behind = False
            except StoreError as error:
                if not is_behind:
                    log.warning("revocations_not_read", code=error.code)
                is_behind = True

    def _hold(self, user: UserId, since: int) -> None:
        if since <= self.since(user):
            return
        self._since[user] = since
        if len(self._since) > MAX_REVOKED:
            self._shed(self._now())

    def _shed(self, now: float) -> None:
        """Let go of what no living session is older than; then of the older half, if need be."""
        over = now - LIFETIME.total_seconds()
        self._since = {user: since for user, since in self._since.items() if since > over}
        if len(self._since) > MAX_REVOKED:
            by_age = sorted(self._since.items(), key=lambda each: each[1])
            half = len(by_age) // 2
            self._floor = max(self._floor, by_age[half - 1][1])
            self._since = dict(by_age[half:])
