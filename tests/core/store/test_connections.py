"""What connectors in the chat keep, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.store import Store, connections
from tests.core.store.test_contract import ANNA, BORIS, NOW, SOON


async def test_a_value_is_kept_for_its_user_under_its_name(store: Store) -> None:
    await store.keep_connection(ANNA, "pending", b"one", SOON)

    assert await store.connection(ANNA, "pending") == b"one"
    assert await store.connection(ANNA, "linked") is None
    assert await store.connection(BORIS, "pending") is None


async def test_a_value_takes_the_place_of_the_one_before(store: Store) -> None:
    await store.keep_connection(ANNA, "pending", b"one", NOW)
    await store.keep_connection(ANNA, "pending", b"two", SOON)

    assert await store.connection(ANNA, "pending") == b"two"
    assert await store.users_connecting("pending", NOW) == [ANNA]


async def test_values_are_dropped_by_name_or_all(store: Store) -> None:
    for name in ("pending", "session", "linked"):
        await store.keep_connection(ANNA, name, b"one", SOON)
    await store.keep_connection(BORIS, "linked", b"two", SOON)

    await store.drop_connections(ANNA, "pending", "session")
    assert await store.connection(ANNA, "pending") is None
    assert await store.connection(ANNA, "linked") == b"one"

    await store.drop_connections(ANNA)
    assert await store.connection(ANNA, "linked") is None
    assert await store.connection(BORIS, "linked") == b"two"


async def test_who_is_connecting_is_found_as_long_as_it_lasts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.keep_connection(ANNA, "pending", b"one", SOON)
    await store.keep_connection(BORIS, "pending", b"two", SOON - timedelta(minutes=1))
    await store.keep_connection(BORIS, "linked", b"three", SOON)

    assert await store.users_connecting("pending", NOW) == [BORIS, ANNA]
    assert await store.users_connecting("pending", SOON - timedelta(minutes=1)) == [ANNA]
    monkeypatch.setattr(connections, "MAX_INTERRUPTED", 1)
    assert await store.users_connecting("pending", NOW) == [BORIS]


async def test_abandoned_values_are_purged_when_they_expire(store: Store) -> None:
    await store.keep_connection(ANNA, "pending", b"one", SOON)

    assert await store.purge(SOON - timedelta(seconds=1)) == 0
    assert await store.purge(SOON) == 1
    assert await store.connection(ANNA, "pending") is None
