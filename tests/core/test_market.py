import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.errors import PartnerBrokenError
from core.market import FRESH, PAUSE, STALE, Market
from core.model import UserId
from tests.house import House, running_house
from webapp.keys import SERVICES

ADA = UserId(7)
OPERATION = "c2s/income-statistic/get-income-per-th"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as running:
        await running.visitor(ADA).sign_in()
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def market(house: House, clock: Clock) -> Market:
    portfolio = house.app[SERVICES].portfolio
    return Market(portfolio._partner, portfolio._tokens, now=clock)


async def test_an_answer_ages_and_is_asked_for_again_after_a_minute(
    house: House, market: Market, clock: Clock
) -> None:
    assert (await market.income_per_th(ADA)).age == 0

    clock.now += FRESH - 1
    assert (await market.income_per_th(ADA)).age == 59
    clock.now += 1
    assert (await market.income_per_th(ADA)).age == 0
    assert await house.seen(OPERATION) == 2


async def test_a_partner_that_is_down_is_left_in_peace(
    house: House, market: Market, clock: Clock
) -> None:
    await market.income_per_th(ADA)
    clock.now += FRESH
    await house.play(fail={OPERATION: 500})

    ages = [(await market.income_per_th(ADA)).age for _ in range(20)]

    assert ages == [60] * 20
    assert await house.seen(OPERATION) == 2
    clock.now += PAUSE
    await market.income_per_th(ADA)
    assert await house.seen(OPERATION) == 3


async def test_an_answer_over_an_hour_old_is_not_given(
    house: House, market: Market, clock: Clock
) -> None:
    await market.income_per_th(ADA)
    await house.play(fail={OPERATION: 500})

    clock.now += STALE

    with pytest.raises(PartnerBrokenError):
        await market.income_per_th(ADA)


async def test_those_who_queue_behind_a_failure_share_its_end(house: House, market: Market) -> None:
    await house.play(fail={OPERATION: 500})

    for _ in range(5):
        with pytest.raises(PartnerBrokenError):
            await market.income_per_th(ADA)

    assert await house.seen(OPERATION) == 1


async def test_a_slow_partner_keeps_one_waiting_and_not_everyone(
    house: House, market: Market, clock: Clock
) -> None:
    await market.income_per_th(ADA)
    clock.now += FRESH
    await house.play(latency=0.5)

    asking = asyncio.ensure_future(market.income_per_th(ADA))
    await asyncio.sleep(0.1)
    meanwhile = [(await market.income_per_th(ADA)).age for _ in range(5)]

    assert meanwhile == [60] * 5
    assert not asking.done()
    assert (await asking).age == 0


async def test_the_partner_is_believed_again_as_soon_as_it_answers(
    house: House, market: Market, clock: Clock
) -> None:
    await market.income_per_th(ADA)
    clock.now += FRESH
    await house.play(fail={OPERATION: 500})
    await market.income_per_th(ADA)
    await house.play(fail={})

    clock.now += PAUSE

    assert (await market.income_per_th(ADA)).age == 0
