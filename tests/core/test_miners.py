"""Miners with their figures: sorted, in pages, one by one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.arithmetic.rates import PayoutUnit
from core.errors import NotFoundError, PartnerUnreachableError, SignInAgainError
from core.miners import Miners, MinerSort
from core.miners.miners import LOOK_BACK, MANY
from core.miners.order import natural
from core.model import Preferences
from core.partner import Answer, TotalIncome
from core.partner import operations as op
from tests.core.books.around import RATES, World
from tests.core.books.fakes import ADA, NOON, income, miner

DOWN = PartnerUnreachableError("down")


def made(number: int, **figures: Any) -> dict[str, Any]:  # noqa: ANN401  # the partner's JSON
    return miner(number) | figures


FLEET = [
    made(1, name="Jade #10", power=16, energyEfficiency=20, createdAt="2023-03-01T00:00:00Z"),
    made(2, name="Jade #9", power=32, energyEfficiency=30, createdAt="2023-01-01T00:00:00Z"),
    made(3, name="amber #9", power=16, energyEfficiency=15, createdAt="2023-02-01T00:00:00Z"),
    made(4, name="Jade #9", power=8, energyEfficiency=15, createdAt="2023-03-01T00:00:00Z"),
]
TOTALS = {1: "0.4", 2: "0.1", 3: "0.2"}


class EarningPartner:
    """Says what the miners of `TOTALS` have earned."""

    async def __call__(self, _: object) -> Answer[TotalIncome]:
        array = [{"nftId": number, "totalValue": float(total)} for number, total in TOTALS.items()]
        said = {"array": array, "totalIncome": 0.7, "withdrawnAmount": 0, "onBalanceAmount": 0.7}
        return Answer(json.dumps({"data": said}).encode(), op.TOTAL_INCOME.form)


@pytest.fixture
def world() -> World:
    made = World()
    made.partner.fleet = list(FLEET)
    made.partner.rows = [income(ago, number) for ago in range(3) for number in (4, 3, 1)]
    made.partner.total_income = EarningPartner()  # type: ignore[method-assign]  # one that earns
    return made


@pytest.fixture
def miners(world: World) -> Miners:
    return Miners(world.books, world.market, world.preferences, now=world.now)  # type: ignore[arg-type]  # fakes


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        pytest.param(MinerSort.NET, [3, 1, 4, 2], id="net, the most first"),
        pytest.param(MinerSort.POWER, [2, 1, 3, 4], id="power, the most first"),
        pytest.param(MinerSort.EFFICIENCY, [3, 4, 1, 2], id="efficiency, the best first"),
        pytest.param(MinerSort.INCOME, [1, 3, 2, 4], id="income, the unknown last"),
        pytest.param(MinerSort.AGE, [2, 3, 1, 4], id="age, the oldest first"),
        pytest.param(MinerSort.NAME, [3, 2, 4, 1], id="name, 9 before 10"),
    ],
)
async def test_miners_are_sorted_ties_by_id(
    miners: Miners, sort: MinerSort, numbers: list[int]
) -> None:
    page = await miners.page(ADA, sort, 50, 0)

    assert [report.miner.id for report in page.reports] == numbers
    assert (page.total, page.complete, page.unit) == (4, True, PayoutUnit.BTC)


async def test_pages_part_the_sorted_list(miners: Miners) -> None:
    pages = [await miners.page(ADA, MinerSort.AGE, 3, offset) for offset in (0, 3, 6)]

    assert [[report.miner.id for report in page.reports] for page in pages] == [[2, 3, 1], [4], []]
    assert {page.total for page in pages} == {4}


async def test_a_miner_has_its_figures(miners: Miners) -> None:
    report = (await miners.one(ADA, 3)).report

    assert report.expected is not None
    assert report.expected.usd == Decimal("0.03952") * 16 - Decimal("0.288") - Decimal("0.1424")
    assert report.latest is not None
    assert (report.latest.day, report.latest.net.btc) == (date(2026, 11, 21), Decimal("0.00001"))
    assert report.earned is not None
    assert (report.earned.btc, report.earned.usd) == (Decimal("0.2"), Decimal(16_000))
    assert report.break_even_btc is not None
    assert report.break_even_btc.quantize(Decimal("0.01")) == Decimal("54453.44")


async def test_what_was_never_credited_has_no_figure(miners: Miners) -> None:
    never_credited = (await miners.one(ADA, 2)).report
    without_total = (await miners.one(ADA, 4)).report

    assert never_credited.latest is None
    assert without_total.earned is None


async def test_a_day_credited_in_two_rows_is_one_day(world: World, miners: Miners) -> None:
    second = income(0, 3) | {"createdAt": "2026-11-22T04:00:00Z"}
    world.partner.rows.insert(0, second)

    report = (await miners.one(ADA, 3)).report

    assert report.latest is not None
    assert report.latest.net.btc == Decimal("0.00002")


async def test_the_latest_credit_is_looked_for_a_few_days_back(
    world: World, miners: Miners
) -> None:
    days = LOOK_BACK // timedelta(1)
    world.partner.rows = [income(days - 1, 1), income(days, 3)]

    assert (await miners.one(ADA, 1)).report.latest is not None
    assert (await miners.one(ADA, 3)).report.latest is None


async def test_whoever_pays_maintenance_apart_has_it_taken_off(
    world: World, miners: Miners
) -> None:
    world.preferences.chosen = replace(Preferences(), maintenance_apart=True)

    report = (await miners.one(ADA, 3)).report

    assert report.latest is not None
    assert report.latest.net.btc == Decimal("0.000007")


async def test_a_payout_of_unknown_unit_is_not_reckoned_with(world: World, miners: Miners) -> None:
    world.market.known = replace(RATES, income_per_th=Decimal("0.0005"))

    page = await miners.page(ADA, MinerSort.NET, 50, 0)

    assert page.unit is PayoutUnit.UNKNOWN
    assert [report.miner.id for report in page.reports] == [1, 2, 3, 4]
    assert {(report.expected, report.break_even_btc) for report in page.reports} == {(None, None)}
    assert page.reports[0].earned is not None
    assert page.reports[0].earned.usd == 32_000


async def test_miners_are_listed_though_nothing_else_can_be_had(
    world: World, miners: Miners
) -> None:
    await world.books.fleet(ADA)
    world.partner.down = world.market.fault = DOWN
    world.partner.rows = []

    page = await miners.page(ADA, MinerSort.NET, 50, 0)

    assert (page.total, page.unit) == (4, None)
    assert {(report.expected, report.latest) for report in page.reports} == {(None, None)}


async def test_a_list_that_cannot_be_renewed_says_how_old_it_is_and_why(
    world: World, miners: Miners
) -> None:
    await miners.page(ADA, MinerSort.NET, 50, 0)
    world.clock.now += 600
    world.tokens.fault = DOWN

    page, one = await miners.page(ADA, MinerSort.NET, 50, 0), await miners.one(ADA, 1)

    assert (page.total, page.age, page.fault) == (4, 600, DOWN)
    assert (one.age, one.fault) == (600, DOWN)


async def test_without_miners_the_fault_is_the_answer(world: World, miners: Miners) -> None:
    world.partner.down = DOWN

    with pytest.raises(PartnerUnreachableError):
        await miners.page(ADA, MinerSort.NET, 50, 0)


async def test_signing_in_comes_first(world: World, miners: Miners) -> None:
    await miners.page(ADA, MinerSort.NET, 50, 0)
    world.market.fault = SignInAgainError("refused")

    with pytest.raises(SignInAgainError):
        await miners.page(ADA, MinerSort.NET, 50, 0)


async def test_a_miner_one_does_not_have_is_not_found(miners: Miners) -> None:
    with pytest.raises(NotFoundError):
        await miners.one(ADA, 5)


async def test_many_miners_are_reckoned_all_the_same(world: World, miners: Miners) -> None:
    world.partner.fleet = [made(number, power=number) for number in range(1, 10 * MANY)]
    at = (NOON - timedelta(hours=9)).isoformat()
    world.partner.rows = [
        income(0, number) | {"createdAt": at} for number in range(10 * MANY, 0, -1)
    ]

    page = await miners.page(ADA, MinerSort.NET, 2, 0)

    assert [report.miner.id for report in page.reports] == [499, 498]
    assert all(report.latest for report in page.reports)


def test_numbers_in_names_count_as_numbers() -> None:
    names = ["Miner 10", "miner 9", "7", "", "Miner 010", "a2b10", "a2b9", "Miner"]

    assert sorted(names, key=natural) == [
        "", "7", "a2b9", "a2b10", "Miner", "miner 9", "Miner 10", "Miner 010",
    ]  # fmt: skip  # a list of names


@settings(deadline=None)  # two slow cores
@given(st.lists(st.text() | st.from_regex(r"[0-9]{0,40}[a-z]?[0-9]{0,5}"), max_size=20))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    assert len(sorted(names, key=natural)) == len(names)
