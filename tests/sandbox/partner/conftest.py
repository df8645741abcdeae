"""A partner to call, and callers it knows."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.partner.caller import Caller, calling


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    """Somebody the partner does not know yet."""
    async with calling() as somebody:
        yield somebody


@pytest.fixture
async def user(caller: Caller) -> Caller:
    """Somebody who signed in by a wallet."""
    await caller.sign_in()
    return caller
