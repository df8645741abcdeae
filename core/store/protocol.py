"""What a store promises, whichever database keeps it.

Every method raises `StoreError` where the database cannot be reached or does not answer in time.
"""

from __future__ import annotations

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

    async def unlink(self, user: UserId) -> None:
        """Sign the user out: delete the account."""

    async def forget(self, user: UserId) -> None:
        """Delete everything kept about the user."""

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
        """Delete expired attempts and rates older than `RATE_DAYS`; return how many rows."""

    async def accounts_after(self, user: UserId | None, limit: int) -> list[Account]:
        """Return the accounts that follow *user* in the order of ids, from the first at None."""

    async def reseal(self, account: Account) -> bool:
        """Keep the same content sealed anew, unless the row changed: then False."""

    async def ready(self) -> None:
        """Return when the database answers."""
