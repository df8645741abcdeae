"""A real web process and a partner behind a proxy that breaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector

from sandbox.partner import PartnerOptions, running_partner
from tests.chaos.proxy import Proxy, running_proxy
from tests.house import Visitor
from tests.processes import WebProcess, running_web

PARTNER_TIMEOUT = 1.0
"""Seconds: a tenth of the usual, so that waiting for it takes a tenth."""


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


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether there is time to do everything at full size."""
    return bool(request.config.getoption("--long", default=False))


@pytest.fixture
def options() -> PartnerOptions:
    """What the partner is like; a test may say otherwise."""
    return PartnerOptions()


@pytest.fixture
async def scene(tmp_path: Path, options: PartnerOptions) -> AsyncIterator[Scene]:
    async with (
        running_partner(options) as partner_url,
        running_proxy(partner_url) as proxy,
        ClientSession(connector=TCPConnector(limit=0)) as http,
        running_web(
            tmp_path,
            PARTNER_API_URL=f"http://{proxy.address}",
            PARTNER_TIMEOUT=str(PARTNER_TIMEOUT),
        ) as web,
    ):
        yield Scene(web, partner_url, proxy, http)
