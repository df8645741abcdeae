"""The places of those who connect: each user has one."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

LEAVE_SECONDS = 5.0
"""How long an attempt that was ended may take to leave."""


@dataclass(slots=True, eq=False)
class Turn:
    """A user's one place among those who connect."""

    ended: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    is_interrupted: bool = False

    async def end(self) -> None:
        """End it, and wait until its block is left; not for ever."""
        self.ended.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_SECONDS):
                await self.left.wait()
