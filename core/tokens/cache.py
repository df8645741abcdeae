"""The JWTs in use, decrypted, in this process's memory: bounded, the longest unused go first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.model import UserId

SURE = timedelta(seconds=1)
"""How long an account counts as it was read, or as it was not said to have ended."""


@dataclass(slots=True)
class KeptJwt:
    """A JWT read at `read_at`, good to be used until `good_until`; `version` is its account's.

    `proven` turns true when the partner accepts it, and is so from the start where it may have
    been accepted before we knew it.
    """

    jwt: str = field(repr=False)
    version: int
    read_at: datetime
    good_until: datetime
    proven: bool = True


class JwtCache:
    """At most *size* JWTs, about 700 bytes each; refresh tokens stay in the store.

    A JWT whose account was not read within `SURE` is used only if it was looked within `SURE`
    which accounts `ended`.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[UserId, KeptJwt] = OrderedDict()
        self._ended: frozenset[int] = frozenset()
        self._looked_at = datetime.min.replace(tzinfo=UTC)

    def __len__(self) -> int:
        return len(self._kept)

    def good(self, user: UserId, now: datetime) -> KeptJwt | None:
        """Return the user's JWT while it is good."""
        kept = self._kept.get(user)
        if kept is None or not kept.read_at <= now < kept.good_until:  # a clock may be set back
            return None
        if kept.version in self._ended or now - max(kept.read_at, self._looked_at) >= SURE:
            return None
        self._kept.move_to_end(user)
        return kept

    def learn(self, ended: frozenset[int], now: datetime) -> None:
        """Take in the versions that have ended, as it was looked at *now*."""
        self._ended, self._looked_at = ended, now

    def put(self, user: UserId, kept: KeptJwt) -> None:
        """Keep the JWT; over the size, the longest unused one goes."""
        self._kept[user] = kept
        self._kept.move_to_end(user)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def drop_unless(self, user: UserId, version: int | None) -> None:
        """Forget the user's JWT unless it is of *version*; None: of whichever."""
        kept = self._kept.get(user)
        if kept is not None and kept.version != version:
            self.drop(user)

    def drop(self, user: UserId) -> None:
        """Forget the user's JWT."""
        self._kept.pop(user, None)
