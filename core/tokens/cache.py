"""The JWTs in use, decrypted, in this process's memory: bounded, the longest unused go first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from pydantic import SecretStr

from core.model import UserId


@dataclass(slots=True)
class KeptJwt:
    """A JWT, good to be used until `good_until`; `version` is its account's.

    `proven` turns true when the partner accepts it, and is so from the start where it may have
    been accepted before we knew it.
    """

    jwt: SecretStr
    version: int
    good_until: datetime
    proven: bool = True


class JwtCache:
    """At most *size* JWTs, about 700 bytes each; refresh tokens stay in the store."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[UserId, KeptJwt] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def good(self, user: UserId, now: datetime) -> KeptJwt | None:
        """Return the user's JWT while it is good."""
        kept = self._kept.get(user)
        if kept is None or kept.good_until <= now:
            return None
        self._kept.move_to_end(user)
        return kept

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

    def clear(self) -> None:
        """Forget every JWT."""
        self._kept.clear()
