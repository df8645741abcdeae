"""What is kept of a chat's connector, session keys included: sealed, in the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from core.errors import SealError
from core.model import UserId
from core.sealing import KeyRing
from core.store import Store

PENDING, LINKED = "pending", "linked"
"""The stages of a connector: waiting for its wallet, and connected to it. Each is a row."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SealedStorage:
    """Every user's connectors; a row opens for its user and at its stage alone."""

    store: Store = field(repr=False)
    ring: KeyRing
    now: Callable[[], datetime]

    async def keep(
        self, user: UserId, stage: str, said: dict[str, Any], expires_at: datetime
    ) -> None:
        """Keep what a connector needs to go on."""
        sealed = self.ring.seal(user, _purpose(stage), json.dumps(said).encode())
        await self.store.keep_connection(user, stage, sealed, expires_at)

    async def read(self, user: UserId, stage: str) -> dict[str, Any] | None:
        """Return what was kept; None where there is nothing, or it does not open."""
        sealed = await self.store.connection(user, stage)
        if sealed is None:
            return None
        try:
            return dict(json.loads(self.ring.open(user, _purpose(stage), sealed)))
        except SealError as error:
            log.warning("connection_does_not_open", code=error.code, why=str(error))
            return None


def _purpose(stage: str) -> str:
    return f"connection {stage}"
