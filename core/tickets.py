"""Tickets for files, none of them from before its user signed out everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from core import download
from core.errors import CallerError
from core.model import UserId
from core.revocations import Revocations


class Tickets:
    """Gives out download tickets, and takes them in."""

    def __init__(
        self, revocations: Revocations, *, key: bytes, now: Callable[[], datetime]
    ) -> None:
        self._revocations = revocations
        self._key = key
        self._now = now

    def give(self, user: UserId, what: str) -> tuple[str, datetime]:
        """Return a ticket for *what* of the user's, and when it ends."""
        since = datetime.fromtimestamp(self._revocations.since(user), UTC)
        issued = max(self._now(), since)  # which may be the next second
        return download.issue(download.Ticket(user, what), self._key, now=issued)

    async def take(self, ticket: str) -> download.Ticket:
        """Return what *ticket* was given for, or raise `CallerError`."""
        taken = download.read(ticket, self._key, now=self._now())
        if download.issued(ticket) < await self._revocations.ask(taken.user):
            raise CallerError("from before the user signed out everywhere")
        return taken
