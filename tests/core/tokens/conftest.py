"""A keeper over a real store, with a partner and a clock in hand."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from core.sealing import KeyRing
from core.store import Store, open_store
from core.tokens import TokenKeeper
from tests.core.tokens.rotating import KEY, Clock, RotatingPartner


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def partner(clock: Clock) -> RotatingPartner:
    return RotatingPartner(clock)


@pytest.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    async with open_store(sqlite_url) as opened:
        yield opened


@pytest.fixture
async def keeper(
    store: Store, partner: RotatingPartner, clock: Clock
) -> AsyncIterator[TokenKeeper]:
    made = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
    yield made
    await made.close()


@pytest.fixture
async def replica(
    store: Store, partner: RotatingPartner, clock: Clock
) -> AsyncIterator[TokenKeeper]:
    """Another keeper on the same store, as a second web process has."""
    made = TokenKeeper(store, KeyRing((KEY,)), partner.renew, now=clock)
    yield made
    await made.close()
