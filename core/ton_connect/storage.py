"""What pytonconnect keeps of a chat, session keys included, sealed in the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from pytonconnect.storage import IStorage

from core.errors import SealError
from core.model import UserId
from core.sealing import KeyRing
from core.store import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Drawers:
    """Where storages are: the store, and the ring they are sealed with."""

    store: Store
    ring: KeyRing
    now: Callable[[], datetime]

    def of(self, user: UserId, stage: str, expires_at: datetime) -> SealedStorage:
        """Return the storage of one user's connector at one *stage* of its life."""
        return SealedStorage(self, user, stage, expires_at)


class SealedStorage(IStorage):  # type: ignore[misc]  # pytonconnect ships no types
    """One connector's values: each a row, which opens for its user and under its name alone."""

    def __init__(self, drawers: Drawers, user: UserId, stage: str, expires_at: datetime) -> None:
        self._drawers = drawers
        self._user = user
        self._stage = stage
        self._expires_at = expires_at

    async def set_item(self, key: str, value: str) -> None:
        """Keep a value until the storage expires."""
        name = named(self._stage, key)
        sealed = self._drawers.ring.seal(self._user, _purpose(name), value.encode())
        await self._drawers.store.keep_connection(self._user, name, sealed, self._expires_at)

    async def get_item(self, key: str, default_value: str | None = None) -> str | None:
        """Return the value; the default where there is none, or where it does not open."""
        name = named(self._stage, key)
        sealed = await self._drawers.store.connection(self._user, name)
        if sealed is None:
            return default_value
        try:
            return self._drawers.ring.open(self._user, _purpose(name), sealed).decode()
        except SealError as error:
            log.warning("connection_does_not_open", code=error.code, why=str(error))
            return default_value

    async def remove_item(self, key: str) -> None:
        """Forget the value."""
        await self._drawers.store.drop_connections(self._user, named(self._stage, key))


def named(stage: str, key: str) -> str:
    """Return the name of a value's row."""
    return f"{stage}.{key}"


def _purpose(name: str) -> str:
    return f"connection {name}"
