"""What stands on the stage in this folder, and the small words its tests share."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import ClientSession

from tests.chaos.proxy import Proxy
from tests.house import Visitor
from tests.processes import WebProcess

Record = Callable[[str, object], None]
"""pytest's `record_property`."""


@dataclass(frozen=True)
class Scene:
    """Everything running; `proxy` stands before the partner."""

    web: WebProcess
    partner_url: str
    proxy: Proxy
    http: ClientSession

    async def signed_in(self, *users: int) -> list[Visitor]:
        """Return visitors with a wallet connected."""
        visitors = [self.web.visitor(self.http, user) for user in users]
        for answer in await asyncio.gather(*(visitor.sign_in() for visitor in visitors)):
            assert answer.status == 200, answer.body
        return visitors

    async def play(self, **plan: object) -> None:
        """Have the partner itself follow a plan of faults."""
        async with self.http.post(f"{self.partner_url}/_faults", json=plan) as answer:
            assert answer.status == 200, await answer.text()

    async def heal(self) -> None:
        """Make everything well again."""
        await self.play(fail={}, latency=0, errorRate=0)
        await self.proxy.heal()


async def settled(is_so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110  # another process tells nobody
            await asyncio.sleep(0.05)


def tell(record: Record, figures: Mapping[str, object]) -> None:
    """Keep what was measured for the report, and show it with `pytest -s`."""
    for name, figure in figures.items():
        record(name, figure)
    print(figures)  # noqa: T201  # shown by `pytest -s`
