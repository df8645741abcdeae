"""What a user may read of the rest that is kept about them, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

from core.store import Store
from tests.core.store.test_contract import ANNA, BORIS, NOW, SOON

AT, LATER = int(NOW.timestamp()), int(SOON.timestamp())
DAYS = [date(2026, 11, 20), date(2026, 11, 21)]


async def test_days_are_told_with_when_in_order(store: Store) -> None:
    for day in reversed(DAYS):
        await store.claim(ANNA, day, NOW)
    await store.mark_told(ANNA, DAYS[1:], SOON)
    await store.claim(BORIS, DAYS[0], NOW)

    assert await store.told_days(ANNA) == [(DAYS[0], AT, None), (DAYS[1], AT, LATER)]
    assert await store.told_days(BORIS) == [(DAYS[0], AT, None)]


async def test_connections_are_told_without_what_is_in_them(store: Store) -> None:
    await store.keep_connection(ANNA, "pending", b"sealed", SOON)
    await store.keep_connection(ANNA, "linked", b"sealed", NOW)
    await store.keep_connection(BORIS, "linked", b"sealed", SOON)

    assert await store.connections_of(ANNA) == [("linked", AT), ("pending", LATER)]
    assert await store.connections_of(BORIS) == [("linked", LATER)]


async def test_sign_ins_under_way_are_told_by_their_ends(store: Store) -> None:
    await store.keep_attempt("one", ANNA, SOON)
    await store.keep_attempt("two", ANNA, NOW + timedelta(seconds=1))
    await store.keep_attempt("three", BORIS, NOW)

    assert await store.attempts(ANNA) == [AT + 1, LATER]
    assert await store.attempts(BORIS) == [AT]
