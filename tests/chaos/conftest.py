"""A real web process and a partner behind a proxy that breaks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector

from sandbox.partner import PartnerOptions, running_partner
from tests.chaos.proxy import running_proxy
from tests.chaos.scene import Scene
from tests.processes import running_web


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether there is time to do everything at full size."""
    return bool(request.config.getoption("--long", default=False))


@pytest.fixture
def patience() -> float:
    """Seconds the partner is waited for; a test that waits for nothing else says less."""
    return 10.0


@pytest.fixture
def options() -> PartnerOptions:
    """What the partner is like; a test may say otherwise."""
    return PartnerOptions()


@pytest.fixture
async def scene(tmp_path: Path, options: PartnerOptions, patience: float) -> AsyncIterator[Scene]:
    async with (
        running_partner(options) as partner_url,
        running_proxy(partner_url) as proxy,
        ClientSession(connector=TCPConnector(limit=0)) as http,
        running_web(
            tmp_path,
            PARTNER_API_URL=f"http://{proxy.address}",
            PARTNER_TIMEOUT=str(patience),
        ) as web,
    ):
        yield Scene(web, partner_url, proxy, http)
