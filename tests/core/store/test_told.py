"""Who is to be told of their rewards, and that nobody is told twice, on both databases."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from core.model import Language, Preferences, UserId
from core.store import TOLD_DAYS, Standing, Store, Tally
from tests.core.store.test_contract import ANNA, BORIS, DAY, NOW


async def test_a_day_is_claimed_once(store: Store) -> None:
    assert await store.claim(ANNA, DAY, NOW)
    assert not await store.claim(ANNA, DAY, NOW)
    assert await store.claim(BORIS, DAY, NOW)
    assert await store.claim(ANNA, DAY + timedelta(days=1), NOW)


async def test_of_twenty_that_claim_a_day_at_once_one_gets_it(store: Store) -> None:
    claims = await asyncio.gather(*(store.claim(ANNA, DAY, NOW) for _ in range(20)))

    assert claims.count(True) == 1


async def test_a_claim_is_unfinished_until_it_is_marked(store: Store) -> None:
    tomorrow = DAY + timedelta(days=1)
    await store.claim(ANNA, tomorrow, NOW)
    await store.claim(ANNA, DAY, NOW)
    await store.claim(BORIS, DAY, NOW)
    assert await _unfinished(store, ANNA) == (DAY, tomorrow)

    await store.mark_told(ANNA, [DAY], NOW)

    assert await _unfinished(store, ANNA) == (tomorrow,)
    assert await _unfinished(store, BORIS) == (DAY,)
    assert not await store.claim(ANNA, DAY, NOW)


async def test_claims_are_kept_for_ninety_days(store: Store) -> None:
    await store.claim(ANNA, DAY, NOW)

    assert await store.purge(NOW + timedelta(days=TOLD_DAYS)) == 0
    assert await store.purge(NOW + timedelta(days=TOLD_DAYS, seconds=1)) == 1
    assert await _unfinished(store, ANNA) == ()


async def test_subscribers_are_walked_through_in_the_order_of_ids(store: Store) -> None:
    subscribed = Preferences(notify=True)
    await store.keep_preferences(BORIS, notify=True)
    await store.keep_preferences(ANNA, notify=True)

    assert await store.subscribers(None, 1) == [(ANNA, subscribed)]
    assert await store.subscribers(ANNA, 9) == [(BORIS, subscribed)]
    assert await store.subscribers(BORIS, 9) == []


async def test_who_does_not_want_to_be_told_is_no_subscriber(store: Store) -> None:
    await store.keep_preferences(ANNA, time_zone="Europe/Berlin")

    assert await store.subscribers(None, 9) == []
    assert await store.subscribed_zones() == []


async def test_the_subscribers_of_one_zone_and_hour_can_be_asked_for(store: Store) -> None:
    await store.keep_preferences(ANNA, notify=True, time_zone="Europe/Berlin", notify_hour=7)
    await store.keep_preferences(BORIS, notify=True, time_zone="UTC", notify_hour=7)

    async def users(**asked: object) -> list[int]:
        return [user for user, _ in await store.subscribers(None, 9, **asked)]  # type: ignore[arg-type]  # a table

    assert await store.subscribed_zones() == ["Europe/Berlin", "UTC"]
    assert await users(time_zone="Europe/Berlin") == [ANNA]
    assert await users(time_zone="UTC", notify_hour=7) == [BORIS]
    assert await users(time_zone="UTC", notify_hour=8) == []
    assert await users(notify_hour=7) == [ANNA, BORIS]


async def test_those_for_whom_a_day_was_claimed_are_left_out(store: Store) -> None:
    for user in (ANNA, BORIS):
        await store.keep_preferences(user, notify=True)
    await store.claim(ANNA, DAY, NOW)

    assert [user for user, _ in await store.subscribers(None, 9, untold=DAY)] == [BORIS]
    later = DAY + timedelta(1)
    assert [user for user, _ in await store.subscribers(None, 9, untold=later)] == [ANNA, BORIS]


async def test_the_tally_counts_who_was_told_since(store: Store) -> None:
    await store.link(ANNA, tokens=b"t", wallet=b"w", now=NOW)
    await store.keep_preferences(ANNA, notify=True)
    await store.keep_preferences(BORIS, notify=False)
    await store.claim(ANNA, DAY - timedelta(1), NOW - timedelta(1))
    assert await store.claim(ANNA, DAY, NOW)
    await store.claim(BORIS, DAY, NOW)
    await store.mark_told(ANNA, [DAY], NOW)

    assert await store.tally(NOW) == Tally(users=1, subscribers=1, told=1, unfinished=1)


async def test_what_telling_depends_on_is_read_at_once(store: Store) -> None:
    before, after = DAY - timedelta(1), DAY + timedelta(1)
    assert await store.standing(ANNA, DAY) == Standing(
        Preferences(), is_claimed=False, unfinished=()
    )
    chosen = await store.keep_preferences(ANNA, notify=True, language=Language.GERMAN)
    await store.keep_preferences(BORIS, notify=True)
    for day in (after, before, DAY):
        await store.claim(ANNA, day, NOW)
    await store.claim(BORIS, before, NOW)

    found = await store.standing(ANNA, DAY)
    assert found == Standing(chosen, is_claimed=True, unfinished=(before, after))

    await store.mark_told(ANNA, [DAY, before], NOW)

    found = await store.standing(ANNA, DAY)
    assert found == Standing(chosen, is_claimed=True, unfinished=(after,))
    assert not (await store.standing(BORIS, DAY)).is_claimed


async def _unfinished(store: Store, user: UserId) -> tuple[date, ...]:
    return (await store.standing(user, date.max)).unfinished
