import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.arithmetic.rates import PayoutUnit, Rates
from core.errors import PartnerBrokenError
from core.market import FRESH, PAUSE, STALE, Market
from core.model import UserId
from core.partner import Answer, operations
from tests.house import House, running_house
from tests.unshared import UNSHARED
from webapp.keys import SERVICES

ADA = UserId(7)
OPERATION = "c2s/income-statistic/get-income-per-th"
COLLECTIONS = "c2s/nft-collection/find-all-generative"


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
    return Market(portfolio._partner, portfolio._tokens, UNSHARED, now=clock)


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


async def test_collections_are_kept_for_everyone_too(
    house: House, market: Market, clock: Clock
) -> None:
    bob = UserId(8)
    await house.visitor(bob).sign_in(version="v3r2")

    first = await market.collections(ADA)
    clock.now += FRESH - 1
    second = await market.collections(bob)

    assert [collection.id for collection in first.answer.value] == list(range(1, 9))
    assert (second.answer, second.age) == (first.answer, 59)
    assert await house.seen(COLLECTIONS) == 1


async def test_one_answer_that_fails_leaves_the_other_alone(house: House, market: Market) -> None:
    await house.play(fail={OPERATION: 500})
    with pytest.raises(PartnerBrokenError):
        await market.rates(ADA)

    assert (await market.collections(ADA)).age == 0


class Tokens:
    """Whoever asks is answered this income per TH."""

    income_per_th = "4.94E-7"
    reads = 0

    async def call(self, _user: UserId, _ask: object) -> Answer[Any]:
        figures = f'"incomePerTh":{self.income_per_th},"btcRate":78862.65,"gominingRate":0.4'
        body = f'{{"data":{{{figures},"kwt":0.05,"serviceCost":0.0089}}}}'
        self.reads += 1
        return Answer(body.encode(), operations.INCOME_PER_TH.form)


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def told(house: House, tokens: Tokens, clock: Clock) -> Market:
    """A market whose figures the test decides."""
    return Market(house.app[SERVICES].portfolio._partner, tokens, UNSHARED, now=clock)  # type: ignore[arg-type]  # its one method


async def test_the_partners_figures_are_read_with_their_age(told: Market, clock: Clock) -> None:
    await told.rates(ADA)
    clock.now += 30

    rates, age = await told.rates(ADA)

    assert age == 30
    assert rates == Rates(
        income_per_th=Decimal("4.94E-7"),
        btc=Decimal("78862.65"),
        gomining=Decimal("0.4"),
        kwh_price=Decimal("0.05"),
        service_cost=Decimal("0.0089"),
    )


async def test_a_unit_that_cannot_be_told_is_logged_once_until_it_can_be_again(
    told: Market, tokens: Tokens, clock: Clock
) -> None:
    with capture_logs() as logged:
        for figure in ("0.0005", "0.0005", "49.4", "4.94E-7", "0.03895", "0"):
            tokens.income_per_th = figure
            await told.rates(ADA)
            await told.rates(ADA)
            clock.now += FRESH

    warned = [line for line in logged if line["log_level"] == "warning"]
    assert [line["event"] for line in warned] == ["payout_unit_unknown"] * 2
    assert tokens.reads == 6


async def test_an_unknown_unit_is_no_error(told: Market, tokens: Tokens) -> None:
    tokens.income_per_th = "-1"

    rates, _ = await told.rates(ADA)

    assert (rates.unit, rates.payout_usd) == (PayoutUnit.UNKNOWN, None)
