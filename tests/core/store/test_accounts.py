"""How processes learn from the store whose account ended, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.model import UserId
from core.store import Account, Store, accounts
from core.store.protocol import ENDED_SECONDS
from tests.core.store.test_contract import ANNA, BORIS, NOW

SECOND = timedelta(seconds=1)
LONGEST = timedelta(seconds=ENDED_SECONDS)


async def _link(store: Store, user: UserId = ANNA) -> Account:
    return await store.link(user, tokens=b"tokens", wallet=b"wallet", now=NOW)


async def test_what_a_sign_in_or_a_sign_out_ends_is_told_by_its_version(store: Store) -> None:
    overtaken, signed_out, other = await _link(store), await _link(store), await _link(store, BORIS)
    await store.unlink(ANNA, NOW)
    forgotten = await _link(store)
    await store.forget(ANNA, NOW)

    told = await store.ended(NOW)

    assert {each.version for each in (overtaken, signed_out, forgotten)} < told
    assert other.version not in told


async def test_it_is_told_for_a_while_and_purged(store: Store) -> None:
    account = await _link(store)
    await store.unlink(ANNA, NOW + SECOND)
    await store.unlink(ANNA, NOW + 2 * SECOND)  # there was nothing left to end

    assert await store.ended(NOW + SECOND + LONGEST) == {account.version}
    assert await store.ended(NOW + 2 * SECOND + LONGEST) == frozenset()
    assert await store.purge(NOW + LONGEST) == 0
    assert await store.purge(NOW + 2 * SECOND + LONGEST) == 2


async def test_a_sign_out_that_meets_a_refresh_tells_of_the_version_it_ends(store: Store) -> None:
    await _link(store)

    async with asyncio.TaskGroup() as group, store.refreshing(ANNA) as held:
        assert held is not None
        group.create_task(store.unlink(ANNA, NOW))
        await asyncio.sleep(0.1)
        renewed = await held.replace_tokens(b"renewed", NOW)

    # On PostgreSQL the sign-out waited for the refresh, on SQLite it came first.
    assert (renewed or held.account).version in await store.ended(NOW)


async def test_no_more_is_told_than_can_be_held(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "MAX_ENDED", 3)
    for _ in range(5):
        await _link(store)

    assert len(await store.ended(NOW)) == 3
