"""What a store promises, whichever database keeps it.

Every method raises `StoreError` where the database cannot be reached or does not answer in time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, Unpack

from core.arithmetic.rates import Rates
from core.model import Preferences, PreferencesChange, UserId

MAX_ATTEMPTS = 8
"""Sign-ins one user may have under way; a ninth ends the oldest."""

RATE_DAYS = 3 * 366
"""Days for which the rates are kept, and which are read at most."""

TOLD_DAYS = 90
"""Days for which it is known what users were told."""

MAX_SIGN_INS = 20
"""Sign-ins of one user that stay noted; a further one takes the place of the oldest."""

SIGN_IN_DAYS = 90
"""Days for which a sign-in stays noted."""

REVOKED_HOURS = 25
"""Hours for which it is known who ended their sessions: longer than any init data counts."""

MAX_REVOKED = 10_000
"""Users who ended their sessions that are read at once."""

ENDED_SECONDS = 120
"""Seconds for which it is known which accounts ended: longer than anybody goes by one unread."""

MAX_ENDED = 10_000
"""Accounts that ended that are read at once."""

WORD_SECONDS = 86_400
"""Seconds for which it is known what a worker said that says nothing more."""

MAX_WORKERS = 20
"""Workers whose word is read at once."""

MAX_INTERRUPTED = 1_000
"""Connections under way that are read at once; more than one process may have."""


@dataclass(frozen=True, slots=True)
class Account:
    """A signed-in user's row; `tokens` and `wallet` are sealed.

    `updated_at` is when the tokens came from the partner, in Unix seconds.

    `version` differs after every sign-in and every refresh, also when the row was deleted in
    between, and stays when the same content is sealed anew.
    """

    user: UserId
    tokens: bytes = field(repr=False)
    wallet: bytes = field(repr=False)
    version: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class NotedSignIn:
    """A sign-in, numbered for its user; `at` in Unix seconds, `details` sealed."""

    user: UserId
    number: int
    at: int
    details: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A row with sealed columns; `purposes` says what each of them is sealed for."""

    table: str
    key: tuple[object, ...]
    user: UserId
    sealed: Mapping[str, bytes] = field(repr=False)
    purposes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WorkerSaid:
    """What a worker said of how it gets on; `at` in Unix seconds."""

    worker: str
    said: str
    at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the telling of a mined day stands: what the user chose, and whether it is claimed.

    `unfinished` are other days that were claimed and never marked as told, oldest first.
    """

    preferences: Preferences
    is_claimed: bool
    unfinished: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many users are signed in, how many subscribe, and how many were told since a moment.

    `unfinished` are those for whom a day was claimed since then and not marked as told.
    """

    users: int
    subscribers: int
    told: int
    unfinished: int


class Held(Protocol):
    """An account that nobody else refreshes meanwhile."""

    @property
    def account(self) -> Account:
        """The row as it was when the lock was taken."""

    async def replace_tokens(self, tokens: bytes, now: datetime) -> Account | None:
        """Commit refreshed tokens; None when a sign-out or a new sign-in came first.

        They exist only once, so a database that fails here is asked again for a few seconds.
        """

    async def drop(self) -> None:
        """Delete the account, unless a new sign-in came first."""


class Store(Protocol):
    """Where accounts and sign-in attempts are kept."""

    async def account(self, user: UserId) -> Account | None:
        """Return the user's row; None when there is none."""

    async def link(self, user: UserId, *, tokens: bytes, wallet: bytes, now: datetime) -> Account:
        """Keep what a sign-in brought, in place of what was there."""

    async def unlink(self, user: UserId, now: datetime) -> None:
        """Sign the user out: delete the account."""

    async def forget(self, user: UserId, now: datetime) -> None:
        """Delete everything kept about the user."""

    async def ended(self, now: datetime) -> frozenset[int]:
        """Return the versions that a sign-in or a sign-out ended in the last `ENDED_SECONDS`.

        Of a refresh nothing is told. Those that end under a clock that is behind are missed by as
        much. At most `MAX_ENDED`.
        """

    async def kept(self, user: UserId) -> dict[str, int]:
        """Return how many rows about the user are in each table."""

    def refreshing(self, user: UserId) -> AbstractAsyncContextManager[Held | None]:
        """Hold the user's account: one refresh at a time, across processes.

        None when the user is signed out. Inside, change the account by what is yielded only: on
        PostgreSQL its row is locked, and the store's own methods wait for it.
        """

    async def keep_attempt(self, payload: str, user: UserId, expires_at: datetime) -> None:
        """Remember, by its SHA-256, a payload this user may sign.

        A payload that another user holds stays theirs, and this is a `StoreError`: the partner
        gave it out twice, and a proof must name one user.
        """

    async def take_attempt(self, payload: str, user: UserId, now: datetime) -> bool:
        """Use a payload up: True once, for its own user, before it expires.

        Somebody else's try uses nothing up.
        """

    async def preferences(self, user: UserId) -> Preferences:
        """Return what the user chose; the defaults where they never did."""

    async def keep_preferences(
        self, user: UserId, **changed: Unpack[PreferencesChange]
    ) -> Preferences:
        """Put *changed* in place of what was there; return the whole.

        Two changes of different fields at once are both kept.
        """

    async def keep_rates(self, day: date, rates: Rates) -> None:
        """Keep the rates of a UTC day, in place of what was there."""

    async def rates(self, first: date, last: date) -> list[tuple[date, Rates]]:
        """Return the rates kept of these days, both included, oldest first.

        Of more than `RATE_DAYS` the latest.
        """

    async def purge(self, now: datetime) -> int:
        """Delete what has expired or is older than it is kept; return how many rows."""

    async def keep_connection(
        self, user: UserId, name: str, value: bytes, expires_at: datetime
    ) -> None:
        """Keep a sealed value of the user's connector, in place of what was there."""

    async def connection(self, user: UserId, name: str) -> bytes | None:
        """Return the sealed value of that name; None when there is none."""

    async def drop_connections(self, user: UserId, *names: str) -> None:
        """Delete the user's values of these names; of every name where none is given."""

    async def users_connecting(self, name: str, now: datetime) -> list[UserId]:
        """Return who has a value of that name that has not expired, the one ending first first.

        At most `MAX_INTERRUPTED`.
        """

    async def note_sign_in(self, user: UserId, details: bytes, now: datetime) -> None:
        """Keep that the user signed in; of their sign-ins the last `MAX_SIGN_INS` stay."""

    async def sign_ins(self, user: UserId) -> list[NotedSignIn]:
        """Return the user's sign-ins that are kept, the latest first."""

    async def revoke(self, user: UserId, since: int) -> int:
        """Let nothing count that was issued to the user before *since*, in Unix seconds.

        Sign-ins under way and the connectors in the chat end with it. Returned is since when: a
        second later than the time before, where that would not be earlier than *since*.
        """

    async def revoked(self, user: UserId) -> int:
        """Return since when what was issued to the user counts; 0 where nothing was revoked."""

    async def revoked_since(self, since: int) -> list[tuple[UserId, int]]:
        """Return what was revoked then or later, the latest first; at most `MAX_REVOKED`."""

    async def told_days(self, user: UserId) -> list[tuple[date, int, int | None]]:
        """Return the mined days claimed for the user, when, and when they were told, in order.

        Times are Unix seconds; None: nobody marked the day as told.
        """

    async def connections_of(self, user: UserId) -> list[tuple[str, int]]:
        """Return the names of the user's values and when each expires, in the order of names."""

    async def attempts(self, user: UserId) -> list[int]:
        """Return when the user's sign-ins under way expire, the first one first."""

    async def subscribed_zones(self) -> list[str]:
        """Return the time zones that subscribers live in."""

    async def subscribers(
        self,
        after: UserId | None,
        limit: int,
        *,
        time_zone: str | None = None,
        notify_hour: int | None = None,
        untold: date | None = None,
    ) -> list[tuple[UserId, Preferences]]:
        """Return the users with `notify` that follow *after* in the order of ids.

        An index finds those of one zone and hour; without both, all preferences are walked. Of
        *untold*, a mined day, only those for whom nobody claimed it.
        """

    async def claim(self, user: UserId, day: date, now: datetime) -> bool:
        """Take it on oneself to tell the user of a mined day: True once, and committed.

        Whoever gets True and fails before `mark_told` leaves the day `unfinished`: it is never
        told twice.
        """

    async def standing(self, user: UserId, day: date) -> Standing:
        """Return what telling the user of a mined day depends on."""

    async def mark_told(self, user: UserId, days: Collection[date], now: datetime) -> None:
        """Note that the user was told of days that were claimed."""

    async def keep_word(self, worker: str, said: str, now: datetime) -> None:
        """Keep what a worker says, in place of what it said before."""

    async def drop_word(self, worker: str) -> None:
        """Delete what a worker said."""

    async def words_of_workers(self, since: datetime) -> list[WorkerSaid]:
        """Return what workers said then or later, by their names; at most `MAX_WORKERS`."""

    async def tally(self, since: datetime) -> Tally:
        """Return how many users there are, and how many of them were told since then."""

    @property
    def sealed_tables(self) -> tuple[str, ...]:
        """The tables with sealed columns."""

    async def sealed_after(self, table: str, row: SealedRow | None, limit: int) -> list[SealedRow]:
        """Return the sealed rows of a table that follow *row*, from the first at None."""

    async def sealed_now(self, row: SealedRow) -> SealedRow | None:
        """Return the row as it is by now; None when it is gone."""

    async def reseal(self, row: SealedRow, anew: Mapping[str, bytes]) -> bool:
        """Keep the same content sealed *anew*, unless the row changed: then False."""

    async def ready(self) -> None:
        """Return when the database answers."""
