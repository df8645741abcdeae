"""What workers say of themselves, on both databases."""

from __future__ import annotations

from datetime import timedelta

from core.store import Store, WorkerSaid
from tests.core.store.test_contract import NOW


async def test_the_last_word_of_each_worker_is_kept(store: Store) -> None:
    at = int(NOW.timestamp())
    for worker, said in (("two", "a"), ("one", "b"), ("two", "c")):
        await store.keep_word(worker, said, NOW)

    assert await store.words_of_workers(NOW) == [
        WorkerSaid("one", "b", at),
        WorkerSaid("two", "c", at),
    ]

    await store.drop_word("one")

    assert [word.worker for word in await store.words_of_workers(NOW)] == ["two"]
    assert await store.words_of_workers(NOW + timedelta(seconds=1)) == []


async def test_a_worker_that_went_without_a_word_is_forgotten_after_a_day(store: Store) -> None:
    await store.keep_word("one", "said", NOW)

    assert await store.purge(NOW + timedelta(days=1)) == 0
    assert await store.purge(NOW + timedelta(days=1, seconds=1)) == 1
