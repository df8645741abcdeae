"""What replicas keep for each other for a while, sealed: in Redis nobody can read or alter it."""

from __future__ import annotations

from hashlib import blake2b

import structlog

from core import tally
from core.errors import SealError
from core.model import UserId
from core.replicas import Kept, Replicas
from core.sealing import KeyRing

EVERYONE = UserId(0)
"""Whose what the partner tells everyone alike is."""
LARGEST = 2**19
"""Bytes; what is larger is kept by nobody."""

KEY_BYTES = 16

_reads = tally.of_reads("shared")

log = structlog.get_logger()


class Shared:
    """Keeps what a user has, by what it is, as long as all replicas share a Redis that answers."""

    def __init__(self, replicas: Replicas, ring: KeyRing) -> None:
        self._replicas = replicas
        self._ring = ring

    async def find(self, user: UserId, what: str) -> Kept | None:
        """Return what is kept, and how long it will be."""
        if self._replicas.is_alone:
            return None
        kept = await self._replicas.kept(_key(user, what))
        found = kept and self._opened(user, what, kept)
        _reads.hit() if found else _reads.miss()
        return found

    async def keep(self, user: UserId, what: str, plain: bytes, seconds: float) -> bool:
        """Keep *plain* for so long; return whether others will find it."""
        if self._replicas.is_alone or len(plain) > LARGEST:
            return False
        sealed = self._ring.seal(user, what, plain)
        return await self._replicas.keep(_key(user, what), sealed, seconds)

    async def forget(self, user: UserId, what: str) -> None:
        """Keep it no longer."""
        await self._replicas.forget(_key(user, what))

    async def claim(self, user: UserId, what: str, seconds: float) -> bool:
        """Return whether this replica is the one, for so long, that sees to it."""
        return await self._replicas.claim(_key(user, what), seconds)

    async def give_up(self, user: UserId, what: str) -> None:
        """Leave it to another replica after all."""
        await self._replicas.give_up(_key(user, what))

    def _opened(self, user: UserId, what: str, kept: Kept) -> Kept | None:
        try:
            return kept._replace(value=self._ring.open(user, what, kept.value))
        except SealError as error:
            # Another replica has newer keys already, or Redis is not ours alone.
            log.info("shared_does_not_open", why=str(error))
            return None


def _key(user: UserId, what: str) -> str:
    return blake2b(f"{user} {what}".encode(), digest_size=KEY_BYTES).hexdigest()
