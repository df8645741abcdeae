"""Sign-ins that are noted, and sessions that were ended, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.store import MAX_SIGN_INS, REVOKED_HOURS, SIGN_IN_DAYS, Store, sign_ins
from tests.core.store.test_contract import ANNA, BORIS, NOW, SOON

AT = int(NOW.timestamp())


async def test_sign_ins_are_told_to_their_user_alone_the_latest_first(store: Store) -> None:
    await store.note_sign_in(ANNA, b"one", NOW)
    await store.note_sign_in(BORIS, b"other", NOW)
    await store.note_sign_in(ANNA, b"two", NOW)  # in the same second

    told = await store.sign_ins(ANNA)

    assert [(each.user, each.at, each.details) for each in told] == [
        (ANNA, AT, b"two"),
        (ANNA, AT, b"one"),
    ]
    assert [each.details for each in await store.sign_ins(BORIS)] == [b"other"]


async def test_what_is_sealed_of_a_sign_in_is_hidden(store: Store) -> None:
    await store.note_sign_in(ANNA, b"sealed", NOW)

    assert "sealed" not in repr(await store.sign_ins(ANNA))


async def test_the_last_sign_ins_of_each_user_stay(store: Store) -> None:
    await store.note_sign_in(BORIS, b"other", NOW)
    for number in range(MAX_SIGN_INS + 3):
        await store.note_sign_in(ANNA, b"%d" % number, NOW)

    kept = [each.details for each in await store.sign_ins(ANNA)]

    assert kept == [b"%d" % number for number in reversed(range(3, MAX_SIGN_INS + 3))]
    assert len(await store.sign_ins(BORIS)) == 1


async def test_sign_ins_at_once_are_all_noted(store: Store) -> None:
    await asyncio.gather(*(store.note_sign_in(ANNA, b"%d" % n, NOW) for n in range(8)))

    assert {each.details for each in await store.sign_ins(ANNA)} == {b"%d" % n for n in range(8)}


async def test_old_sign_ins_are_purged(store: Store) -> None:
    await store.note_sign_in(ANNA, b"old", NOW)
    await store.note_sign_in(ANNA, b"new", SOON)
    kept = timedelta(days=SIGN_IN_DAYS)

    assert await store.purge(NOW + kept) == 0
    assert await store.purge(NOW + kept + timedelta(seconds=1)) == 1
    assert [each.details for each in await store.sign_ins(ANNA)] == [b"new"]


async def test_nothing_is_revoked_at_first(store: Store) -> None:
    assert await store.revoked(ANNA) == 0
    assert await store.revoked_since(0) == []


async def test_what_was_issued_before_counts_no_more(store: Store) -> None:
    assert await store.revoke(ANNA, AT) == AT

    assert await store.revoked(ANNA) == AT
    assert await store.revoked(BORIS) == 0


async def test_each_revocation_is_later_than_the_last(store: Store) -> None:
    await store.revoke(ANNA, AT)

    assert await store.revoke(ANNA, AT) == AT + 1  # in the same second
    assert await store.revoke(ANNA, AT - 3600) == AT + 2  # by a clock that is behind
    assert await store.revoke(ANNA, AT + 60) == AT + 60
    assert await store.revoked(ANNA) == AT + 60


async def test_revocations_at_once_are_told_apart(store: Store) -> None:
    said = await asyncio.gather(*(store.revoke(ANNA, AT) for _ in range(5)))

    assert sorted(said) == [AT + n for n in range(5)]


async def test_replicas_read_what_was_revoked_lately(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.revoke(ANNA, AT)
    await store.revoke(BORIS, AT + 5)

    assert await store.revoked_since(AT) == [(BORIS, AT + 5), (ANNA, AT)]
    assert await store.revoked_since(AT + 1) == [(BORIS, AT + 5)]
    assert await store.revoked_since(AT + 6) == []
    monkeypatch.setattr(sign_ins, "MAX_REVOKED", 1)
    assert await store.revoked_since(AT) == [(BORIS, AT + 5)]


async def test_what_is_under_way_ends_with_the_sessions(store: Store) -> None:
    for user in (ANNA, BORIS):
        await store.keep_attempt(f"payload of {user}", user, SOON)
        await store.keep_connection(user, "linked", b"sealed", SOON)

    await store.revoke(ANNA, AT)

    assert not await store.take_attempt(f"payload of {ANNA}", ANNA, NOW)
    assert await store.connection(ANNA, "linked") is None
    assert await store.take_attempt(f"payload of {BORIS}", BORIS, NOW)
    assert await store.connection(BORIS, "linked") == b"sealed"


async def test_a_revocation_outlives_all_it_concerns(store: Store) -> None:
    await store.revoke(ANNA, AT)
    kept = timedelta(hours=REVOKED_HOURS)

    assert await store.purge(NOW + kept) == 0
    assert await store.purge(NOW + kept + timedelta(seconds=1)) == 1
    assert await store.revoked(ANNA) == 0
