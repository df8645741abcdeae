from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest
from pydantic import SecretStr

from core.replicas import Replicas, open_replicas
from tests.valkey import Valkey, running_valkey

PATIENCE = 30.0
"""Seconds: far more than anything here takes on a machine with nothing else to do."""


async def until(holds: Callable[[], object]) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110  # what changes has no event of its own
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no slow machine for a Redis that is down."""
    monkeypatch.setattr("core.replicas.linked.PATIENCE", 2.0)


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    with running_valkey() as server:
        yield server


@pytest.fixture
async def pair(valkey: Valkey) -> AsyncIterator[tuple[Replicas, Replicas]]:
    """Two replicas that share a Redis."""
    async with AsyncExitStack() as stack:
        one, other = [
            await stack.enter_async_context(open_replicas(SecretStr(valkey.url), "ours"))
            for _ in range(2)
        ]
        yield one, other
