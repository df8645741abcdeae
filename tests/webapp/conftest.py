from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import House, Visitor, running_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as running:
        yield running


@pytest.fixture
async def ada(house: House) -> Visitor:
    """Someone signed in with a wallet."""
    visitor = house.visitor()
    assert (await visitor.sign_in()).status == 200
    return visitor
