"""Rewards told once, over real stores and a partner in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.errors import PartnerUnreachableError, SignInAgainError
from core.rewards import Outcome, Reward, Rewards, rewards
from core.store import Store, open_store
from tests.core.books.around import World
from tests.core.books.fakes import ADA, BOB, CLEO, NOON, income

YESTERDAY = date(2026, 11, 21)
NINE = NOON.replace(hour=9)


class CrashError(Exception):
    """The process dies here."""


@dataclass
class Morning:
    """A worker's morning: its time, its store, and what it said to whom."""

    world: World
    store: Store
    time: datetime = NINE
    said: list[Reward] = field(default_factory=list)
    crashing: bool = False

    @property
    def rewards(self) -> Rewards:
        market: Any = self.world.market
        return Rewards(self.world.books, market, self.store, now=lambda: self.time)

    async def say(self, reward: Reward) -> None:
        await asyncio.sleep(0)
        if self.crashing:
            raise CrashError
        self.said.append(reward)

    async def tell(self, day: date = YESTERDAY) -> Outcome:
        return await self.rewards.tell(ADA, day, self.say)

    async def subscribe(self, **chosen: Any) -> None:  # noqa: ANN401  # preferences
        await self.store.keep_preferences(ADA, notify=True, notify_hour=9, **chosen)


@pytest.fixture
async def morning(database_url: str) -> AsyncIterator[Morning]:
    world = World()
    world.partner.rows = [
        income(ago, miner, "0.00003" if ago == 0 else "0.00001")
        for ago in range(12)
        for miner in (2, 1)
    ]
    async with open_store(database_url) as store:
        yield Morning(world, store)


async def test_a_subscriber_hears_what_came_in_and_how_it_changed(morning: Morning) -> None:
    await morning.subscribe()

    assert await morning.tell() is Outcome.TOLD

    (reward,) = morning.said
    assert (reward.day, reward.split.miners, reward.missed) == (YESTERDAY, 2, ())
    assert reward.split.net == Decimal("0.00006")
    assert reward.net.usd == Decimal("4.8")
    assert reward.change == 2


async def test_a_day_is_told_once(morning: Morning) -> None:
    await morning.subscribe()
    await morning.tell()

    assert await morning.tell() is Outcome.ALREADY
    assert len(morning.said) == 1


async def test_many_workers_at_once_tell_a_day_once(morning: Morning) -> None:
    await morning.subscribe()

    outcomes = await asyncio.gather(*(morning.tell() for _ in range(20)))

    assert sorted(outcomes) == [Outcome.ALREADY] * 19 + [Outcome.TOLD]
    assert len(morning.said) == 1


async def test_a_crash_while_telling_is_not_told_again_but_owned_up_to(morning: Morning) -> None:
    await morning.subscribe()
    morning.crashing = True
    with suppress(CrashError):
        await morning.tell(YESTERDAY - timedelta(1))
    morning.crashing = False

    assert await morning.tell(YESTERDAY - timedelta(1)) is Outcome.ALREADY
    assert await morning.tell() is Outcome.TOLD

    (reward,) = morning.said
    assert reward.missed == (YESTERDAY - timedelta(1),)
    assert (await morning.store.standing(ADA, date.max)).unfinished == ()


async def test_while_the_partner_is_down_nothing_is_claimed(morning: Morning) -> None:
    await morning.subscribe()
    morning.world.partner.down = PartnerUnreachableError("down")
    assert await morning.tell() is Outcome.LATER

    morning.world.partner.down = None
    morning.world.clock.now += 60

    assert await morning.tell() is Outcome.TOLD


async def test_figures_that_could_not_be_renewed_are_no_news(morning: Morning) -> None:
    await morning.subscribe()
    await morning.world.books.history(ADA, None)
    morning.world.clock.now += 3600
    morning.world.partner.down = PartnerUnreachableError("down")

    assert await morning.tell() is Outcome.LATER


async def test_without_rates_the_reward_is_told_in_bitcoin_alone(morning: Morning) -> None:
    await morning.subscribe()
    morning.world.market.fault = PartnerUnreachableError("down")

    assert await morning.tell() is Outcome.TOLD
    assert morning.said[0].net.usd is None


async def test_whoever_is_signed_out_is_left_alone(morning: Morning) -> None:
    await morning.subscribe()
    morning.world.market.fault = SignInAgainError("refused")

    assert await morning.tell() is Outcome.SIGNED_OUT


async def test_a_day_without_credits_is_no_news(morning: Morning) -> None:
    await morning.subscribe()

    assert await morning.tell(YESTERDAY + timedelta(1)) is Outcome.NOTHING
    assert await morning.store.claim(ADA, YESTERDAY + timedelta(1), NOON)


async def test_whoever_ended_it_meanwhile_is_not_told(morning: Morning) -> None:
    await morning.subscribe()
    await morning.rewards.unsubscribe(ADA)

    assert await morning.tell() is Outcome.NOTHING
    assert morning.said == []


@pytest.mark.parametrize(
    ("above", "below", "outcome"),
    [
        pytest.param("0.00006", None, Outcome.TOLD, id="as high as the limit"),
        pytest.param("0.000060000001", None, Outcome.WITHIN_LIMITS, id="not as high"),
        pytest.param(None, "0.00006", Outcome.TOLD, id="as low as the limit"),
        pytest.param(None, "0.00005", Outcome.WITHIN_LIMITS, id="not as low"),
        pytest.param("1", "0.00007", Outcome.TOLD, id="beyond one of two"),
        pytest.param("1", "0.00001", Outcome.WITHIN_LIMITS, id="between two"),
    ],
)
async def test_limits_decide_which_rewards_are_worth_a_message(
    morning: Morning, above: str | None, below: str | None, outcome: Outcome
) -> None:
    await morning.subscribe(
        reward_above=above and Decimal(above), reward_below=below and Decimal(below)
    )

    assert await morning.tell() is outcome
    assert len(morning.said) == (outcome is Outcome.TOLD)
    assert (await morning.store.standing(ADA, date.max)).unfinished == ()


async def test_those_are_due_whose_hour_it_is_and_who_were_not_told(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewards, "PAGE", 1)
    for user, zone, hour in ((ADA, "UTC", 9), (BOB, "Europe/Berlin", 10), (CLEO, "UTC", 10)):
        await morning.store.keep_preferences(user, notify=True, time_zone=zone, notify_hour=hour)

    assert {each async for each in morning.rewards.due()} == {(ADA, YESTERDAY), (BOB, YESTERDAY)}

    await morning.tell()
    assert {each.user async for each in morning.rewards.due()} == {BOB}
