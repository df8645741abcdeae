"""The home screen, its parts failing alone and together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.arithmetic.net import Setup, daily
from core.arithmetic.rates import Money
from core.books.volume import FRESH
from core.errors import PartnerUnreachableError, SignInAgainError
from core.home import Home, Power
from core.home.home import MANY_MINERS, MANY_ROWS
from core.model import Preferences
from tests.core.books.around import RATES, World
from tests.core.books.fakes import ADA, BOB, income, miner

DOWN = PartnerUnreachableError("down")


@pytest.fixture
def world() -> World:
    made = World()
    made.partner.fleet = [miner(number) for number in range(1, 4)]
    made.partner.rows = [income(ago, number) for ago in range(40) for number in (3, 2, 1)]
    return made


@pytest.fixture
def home(world: World) -> Home:
    return Home(world.books, world.market, world.preferences, now=world.now)  # type: ignore[arg-type]  # fakes


async def test_one_answer_brings_all_four_parts(home: Home) -> None:
    screen = await home.of(ADA, 30)

    power, balance, earnings = screen.power.value, screen.balance.value, screen.earnings.value
    assert power is not None
    assert power == Power(Decimal(48), Decimal(15), 3, complete=True, expected=power.expected)
    assert screen.rates.value is not None
    assert screen.rates.age == 5
    assert balance is not None
    assert balance.total == Money(Decimal("0.5"), Decimal(40_000), Decimal(100_000))
    assert earnings is not None
    assert earnings.net is not None
    assert earnings.net.usd == Decimal("0.00003") * 80_000
    assert earnings.complete
    assert {part.fault for part in (screen.power, screen.balance, screen.earnings)} == {None}


@pytest.mark.parametrize(
    ("days", "count"),
    [
        pytest.param(7, 7, id="a week"),
        pytest.param(30, 30, id="a month"),
        pytest.param(90, 40, id="more than there are"),
        pytest.param(None, 40, id="all"),
    ],
)
async def test_as_many_days_are_shown_as_asked_for(
    home: Home, days: int | None, count: int
) -> None:
    earnings = (await home.of(ADA, days)).earnings.value

    assert earnings is not None
    assert len(earnings.trend.days) == count
    assert earnings.trend.days[-1].day == date(2026, 11, 21)
    assert earnings.trend.change == 0


async def test_the_mean_is_of_seven_days_though_fewer_are_shown_beside_the_latest(
    world: World, home: Home
) -> None:
    world.partner.cap = 20
    for ago, row in enumerate(world.partner.rows):
        row["value"] = 0.00008 if ago // 3 == 7 else 0.00001

    earnings = (await home.of(ADA, 7)).earnings.value

    assert earnings is not None
    assert earnings.mean is not None
    assert earnings.mean.btc == 3 * Decimal("0.00002")


async def test_whoever_pays_maintenance_apart_has_it_taken_off(world: World, home: Home) -> None:
    world.preferences.chosen = replace(Preferences(), maintenance_apart=True)

    earnings = (await home.of(ADA, 7)).earnings.value

    assert earnings is not None
    assert earnings.net is not None
    assert earnings.net.btc == 3 * Decimal("0.000007")


async def test_while_credits_arrive_the_day_is_partial(world: World, home: Home) -> None:
    world.partner.rows = world.partner.rows[2:]
    world.time = world.time.replace(hour=3)

    earnings = (await home.of(ADA, 7)).earnings.value

    assert earnings is not None
    assert (earnings.trend.partial, earnings.trend.change) == (True, None)


async def test_a_new_miner_makes_up_for_none_whose_credit_is_still_to_come(
    world: World, home: Home
) -> None:
    world.partner.rows[:3] = [income(0, 4), income(0, 2), income(0, 1)]
    world.time = world.time.replace(hour=3)

    earnings = (await home.of(ADA, 7)).earnings.value

    assert earnings is not None
    assert (earnings.trend.partial, earnings.trend.change) == (True, None)


async def test_a_day_that_was_not_read_to_its_end_is_no_bad_day(world: World, home: Home) -> None:
    world.partner.rows = [income(ago, number) for ago in range(20) for number in range(15, 0, -1)]
    world.partner.cap = 20
    world.partner.faults = dict.fromkeys(range(5, 99), DOWN)

    earnings = (await home.of(ADA, None)).earnings

    assert earnings.fault == DOWN
    assert earnings.value is not None
    assert not earnings.value.complete
    assert {net for _, net in earnings.value.trend.days} == {Decimal("0.00015")}


async def test_many_rows_are_summed_up_all_the_same(world: World, home: Home) -> None:
    world.partner.rows = [income(ago, number) for ago in range(60) for number in range(20, 0, -1)]
    assert len(world.partner.rows) > MANY_ROWS

    earnings = (await home.of(ADA, None)).earnings.value

    assert earnings is not None
    assert {net for _, net in earnings.trend.days} == {Decimal("0.0002")}


@pytest.mark.parametrize("count", [1, 3, MANY_MINERS + 1])
async def test_the_miners_are_expected_to_earn_what_each_does_by_the_formula(
    world: World, home: Home, count: int
) -> None:
    world.partner.fleet = [
        miner(number) | {"energyEfficiency": 15 + number % 3} for number in range(count)
    ]
    each = [daily(Setup(Decimal(16), Decimal(15 + number % 3)), RATES) for number in range(count)]

    power = (await home.of(ADA, 7)).power.value

    assert power is not None
    assert power.expected is not None
    assert power.expected.usd == sum((split.net for split in each if split), Decimal(0))


async def test_a_miner_at_a_loss_takes_nothing_from_the_others(world: World, home: Home) -> None:
    alone = (await home.of(ADA, 7)).power.value
    world.partner.fleet.append(miner(4) | {"energyEfficiency": 60})

    both = (await home.of(BOB, 7)).power.value

    assert alone is not None
    assert both is not None
    assert both.expected == alone.expected


async def test_nothing_is_expected_where_the_payouts_unit_cannot_be_told(
    world: World, home: Home
) -> None:
    world.market.known = replace(RATES, income_per_th=Decimal("0.0005"))

    power = (await home.of(ADA, 7)).power.value

    assert power is not None
    assert power.expected is None


async def test_an_empty_account_is_no_fault(world: World, home: Home) -> None:
    world.partner.fleet, world.partner.rows = [], []

    screen = await home.of(ADA, 30)

    assert screen.power.value is not None
    assert screen.power.value == Power(Decimal(0), None, 0, complete=True, expected=None)
    assert screen.earnings.value is not None
    assert (screen.earnings.value.net, screen.earnings.value.mean) == (None, None)


async def test_without_rates_there_is_still_bitcoin(world: World, home: Home) -> None:
    world.market.fault = DOWN

    screen = await home.of(ADA, 30)

    assert (screen.rates.value, screen.rates.fault) == (None, DOWN)
    assert screen.balance.value is not None
    assert screen.balance.value.total == Money(Decimal("0.5"), None, None)
    assert screen.power.value is not None
    assert screen.power.value.expected is None


async def test_what_is_kept_is_shown_with_its_age_and_the_fault(world: World, home: Home) -> None:
    await home.of(ADA, 30)
    world.clock.now += FRESH
    world.partner.down = DOWN

    screen = await home.of(ADA, 30)

    for part in (screen.power, screen.balance, screen.earnings):
        assert part.value is not None
        assert (part.age, part.fault) == (60, DOWN)


async def test_when_nothing_can_be_had_the_fault_is_the_answer(world: World, home: Home) -> None:
    world.partner.down = world.market.fault = DOWN

    with pytest.raises(PartnerUnreachableError):
        await home.of(ADA, 30)


async def test_one_part_alone_is_an_answer(world: World, home: Home) -> None:
    world.partner.down = DOWN

    screen = await home.of(ADA, 30)

    assert screen.rates.value is not None
    assert screen.power.fault == screen.balance.fault == screen.earnings.fault == DOWN


async def test_signing_in_comes_before_everything(world: World, home: Home) -> None:
    await home.of(ADA, 30)
    world.market.fault = DOWN
    world.tokens.drop(ADA)

    with pytest.raises(SignInAgainError):
        await home.of(ADA, 30)


async def test_signing_in_comes_before_a_partner_that_is_down(world: World, home: Home) -> None:
    world.partner.down = DOWN
    world.market.fault = SignInAgainError("refused")

    with pytest.raises(SignInAgainError):
        await home.of(ADA, 30)


async def test_a_refused_jwt_ends_the_whole_though_figures_are_kept(
    world: World, home: Home
) -> None:
    await home.of(ADA, 30)
    world.clock.now += FRESH
    world.tokens.fault = SignInAgainError("refused")

    with pytest.raises(SignInAgainError):
        await home.of(ADA, 30)
