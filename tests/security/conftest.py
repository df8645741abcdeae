from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.model import UserId
from core.rate_limit import RateLimits, Rule
from core.runtime import Services, open_services
from core.settings import Settings
from tests import house as houses
from tests.house import House, Visitor, running_house


class NoLimits(RateLimits):
    async def check(self, rule: Rule, *, address: str = "", user: UserId | None = None) -> None:
        """Let everybody pass."""


@asynccontextmanager
async def without_limits(
    settings: Settings,
    **given: Any,  # noqa: ANN401  # as open_services takes them
) -> AsyncIterator[Services]:
    async with open_services(settings, **given) as services:
        yield replace(services, rate_limits=NoLimits())


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lift the rate limits of every house, to see what stands behind them."""
    monkeypatch.setattr(houses, "open_services", without_limits)


@pytest.fixture
async def boundless(tmp_path: Path, unlimited: None) -> AsyncIterator[House]:  # noqa: ARG001  # it came first
    async with running_house(tmp_path) as running:
        yield running


@pytest.fixture
async def ada(boundless: House) -> Visitor:
    visitor = boundless.visitor()
    assert (await visitor.sign_in()).status == 200
    return visitor


@pytest.fixture
async def limited(tmp_path: Path) -> AsyncIterator[House]:
    """The product as it is."""
    async with running_house(tmp_path) as running:
        yield running
