"""All that is kept about a user, for themselves to read: as it is, but for what is secret."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from core.errors import CallerError
from core.model import LinkedWallet, Preferences, SignIn, UserId
from core.preferences import UserPreferences
from core.sign_ins import SignIns
from core.store import Store
from core.tickets import Tickets
from core.tokens import TokenKeeper

_WHAT = re.compile(r"my-data-\d{4}-\d\d-\d\d", re.ASCII)


class ToldDay(NamedTuple):
    """A mined day that the user was to be told of; `told_at` None: it is not sure they were."""

    day: date
    claimed_at: datetime
    told_at: datetime | None


class Connection(NamedTuple):
    """A wallet's connection made in the chat; its keys are secret."""

    stage: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store holds about a user; the tokens by when they came alone.

    Names are not in it: they come with init data, ride in the session token and are not kept.
    """

    user: UserId
    at: datetime
    wallet: LinkedWallet | None
    tokens_renewed_at: datetime | None
    preferences: Preferences
    sign_ins: list[SignIn]
    sign_ins_under_way: list[datetime]
    connections: list[Connection]
    told: list[ToldDay]
    sessions_since: datetime | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A ticket for the user's file, how the file is called, and until when."""

    ticket: str = field(repr=False)
    file_name: str
    ends: datetime


class OwnData:
    """Tells users what is kept about them; each question has the errors of the store."""

    def __init__(  # noqa: PLR0913  # all who keep something
        self,
        store: Store,
        tokens: TokenKeeper,
        preferences: UserPreferences,
        sign_ins: SignIns,
        tickets: Tickets,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._tokens = tokens
        self._preferences = preferences
        self._sign_ins = sign_ins
        self._tickets = tickets
        self._now = now

    async def rows(self, user: UserId) -> int:
        """Return how many rows are kept about the user, of whatever kind."""
        return sum((await self._store.kept(user)).values())

    async def of(self, user: UserId) -> Kept:
        """Return what is kept about the user."""
        account = await self._store.account(user)
        since = await self._store.revoked(user)
        return Kept(
            user=user,
            at=self._now().astimezone(UTC),
            wallet=await self._tokens.wallet(user),
            tokens_renewed_at=_moment(account.updated_at) if account else None,
            preferences=await self._preferences.of(user),
            sign_ins=await self._sign_ins.of(user),
            sign_ins_under_way=[_moment(at) for at in await self._store.attempts(user)],
            connections=[
                Connection(stage, _moment(at))
                for stage, at in await self._store.connections_of(user)
            ],
            told=[
                ToldDay(day, _moment(claimed), None if told is None else _moment(told))
                for day, claimed, told in await self._store.told_days(user)
            ],
            sessions_since=_moment(since) if since else None,
        )

    def offer(self, user: UserId) -> Offer:
        """Return a ticket for the user's file; whoever holds it may fetch that."""
        what = f"my-data-{self._now().astimezone(UTC).date()}"
        ticket, ends = self._tickets.give(user, what)
        return Offer(ticket, f"{what}.json", ends)

    async def by_ticket(self, ticket: str) -> Kept:
        """Return what is kept about whom *ticket* was given to, or raise `CallerError`."""
        user, what = await self._tickets.take(ticket)
        if not _WHAT.fullmatch(what):
            raise CallerError("a ticket for another file")
        return await self.of(user)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
