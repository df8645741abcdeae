import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arithmetic.net import Setup, daily, summed
from core.arithmetic.rates import PayoutUnit, Rates
from core.arithmetic.reinvestment import Purchase
from core.errors import PartnerBrokenError, RequestError, SignInAgainError
from core.forecast import Asked, Forecast, Outlook
from core.forecast.outlook import foreseen
from core.market import Collection
from core.model import UserId
from sandbox.partner import PartnerOptions
from tests.core.arithmetic.figures import HOSTILE, HOSTILE_RATES, PLAUSIBLE, TODAY, between
from tests.house import House, running_house
from webapp.keys import SERVICES

ADA = UserId(7)
RATES = "c2s/income-statistic/get-income-per-th"
COLLECTIONS = "c2s/nft-collection/find-all-generative"
MINERS = "c2s/nft/get-my"

SIXTEEN = Asked(power=Decimal(16), efficiency=Decimal(15))
FIGURES = Collection(
    id=4,
    power=Decimal(16),
    efficiency=Decimal(15),
    price=Decimal("216.99"),
    annual_roi=Decimal(0),
    pool_reward=Decimal(0),
    electricity_cost=Decimal(0),
    service_cost=Decimal(0),
    level_discount=Decimal("0.06"),
)
MANY = 120
MINER = st.tuples(between("0", "1000", 2), between("0", "60", 1))


def typed(value: str | int | tuple[str, ...]) -> Any:  # noqa: ANN401  # as Asked takes them
    if isinstance(value, tuple):
        return tuple(map(Decimal, value))
    return Decimal(value) if isinstance(value, str) else value


def offered(**changed: Decimal | int) -> Collection:
    return FIGURES.model_copy(update=changed)


def outlook(asked: Asked = SIXTEEN, *collections: Collection, rates: Rates = TODAY) -> Outlook:
    assert asked.power is not None
    assert asked.efficiency is not None
    return foreseen(asked, [(asked.power, asked.efficiency)], rates, collections)


def asked(**changed: Any) -> Asked:  # noqa: ANN401  # as Asked takes them
    return Asked(power=Decimal(16), efficiency=Decimal(15), **changed)


def test_what_is_typed_in_is_reckoned_as_the_example() -> None:
    expected = outlook(SIXTEEN, FIGURES)

    assert expected.day is not None
    assert expected.day.net == Decimal("0.19282")
    assert expected.paybacks is not None
    [payback] = expected.paybacks
    assert payback.days == 1126
    assert (payback.price_per_th, payback.id) == (Decimal("13.561875"), 4)


def test_discounts_add_up_and_reach_everything() -> None:
    plain = outlook(SIXTEEN, FIGURES)
    discounted = outlook(asked(discounts=(Decimal("0.05"), Decimal("0.1"))), FIGURES)

    assert discounted.discount == Decimal("0.15")
    assert discounted.day is not None
    assert discounted.day.service == Decimal("0.12104")
    assert discounted.break_even_efficiency is not None
    assert plain.break_even_efficiency is not None
    assert discounted.break_even_efficiency > plain.break_even_efficiency
    assert discounted.break_even_btc is not None
    assert plain.break_even_btc is not None
    assert discounted.break_even_btc < plain.break_even_btc
    assert discounted.paybacks is not None
    assert discounted.paybacks[0].days == 844  # 216.99 / 0.25738


def test_other_circumstances_are_reckoned_with() -> None:
    there = outlook(
        asked(
            btc_rate=Decimal(50_000),
            payout_change=Decimal("-0.1"),
            kwh_price=Decimal("0.01"),
            service_cost=Decimal("0.002"),
        )
    )

    assert there.day is not None
    gross = Decimal("0.62322") * 50_000 / TODAY.btc * Decimal("0.9")
    assert abs(there.day.gross - gross) < Decimal("1E-25")
    assert there.day.electricity == Decimal("0.0576")
    assert there.day.service == Decimal("0.032")


def test_with_an_unknown_unit_nothing_is_shown_as_a_number() -> None:
    unknown = outlook(
        asked(price_per_th=Decimal(13)),
        FIGURES,
        rates=replace(TODAY, income_per_th=Decimal(1) / 2000),
    )

    assert unknown.rates.unit is PayoutUnit.UNKNOWN
    assert (unknown.day, unknown.reinvestment) == (None, None)
    assert (unknown.break_even_efficiency, unknown.break_even_btc) == (None, None)
    assert unknown.paybacks is not None
    assert [payback.days for payback in unknown.paybacks] == [None]


def test_miners_are_floored_one_by_one() -> None:
    miners = [(Decimal(16), Decimal(15)), (Decimal(100), Decimal(40))]

    expected = foreseen(Asked(), miners, TODAY, [])

    assert expected.day is not None
    assert expected.day.net == Decimal("0.19282")
    assert expected.efficiency is not None
    assert expected.efficiency > 36  # together they would earn nothing


def test_my_miners_break_even_where_the_last_of_them_stops() -> None:
    thrifty, thirsty = (Decimal(1), Decimal(15)), (Decimal(100), Decimal(40))

    alone, together = (
        foreseen(Asked(), miners, TODAY, []) for miners in ([thrifty], [thirsty, thrifty])
    )

    assert together.break_even_btc == alone.break_even_btc


def test_without_miners_there_is_nothing_and_nothing_is_wrong() -> None:
    nobody = foreseen(Asked(price_per_th=Decimal(13)), [], TODAY, [FIGURES])

    assert nobody.day is not None
    assert nobody.day.net == nobody.power == 0
    assert nobody.efficiency is None
    assert (nobody.break_even_btc, nobody.reinvestment) == (None, None)
    assert nobody.break_even_efficiency is not None


def test_income_buys_what_pays_back_first() -> None:
    cheap_but_thirsty = offered(id=1, price=Decimal(160), efficiency=Decimal(24))
    gift = offered(id=3, price=Decimal(0))

    bought = outlook(asked(years=5), cheap_but_thirsty, FIGURES, gift).reinvestment

    assert bought is not None
    assert bought.buying == Purchase(Decimal("13.561875"), Decimal(15), Decimal("0.01205125"))
    assert len(bought.points) == 61
    assert bought.points[0].power == 16


def test_where_nothing_pays_back_income_buys_what_is_cheapest() -> None:
    dear = offered(id=1, price=Decimal(800), efficiency=Decimal(50))
    cheap = offered(id=2, price=Decimal(400), efficiency=Decimal(50))

    bought = outlook(SIXTEEN, dear, cheap).reinvestment

    assert bought is not None
    assert bought.buying == Purchase(Decimal(25), Decimal(50), Decimal(0))


def test_income_buys_at_the_price_asked_and_of_the_miners_own_efficiency() -> None:
    bought = outlook(asked(price_per_th=Decimal(10)), FIGURES).reinvestment

    assert bought is not None
    assert bought.buying == Purchase(Decimal(10), Decimal(15), Decimal("0.01205125"))


def test_without_a_price_nothing_is_bought() -> None:
    assert outlook(SIXTEEN).reinvestment is None
    unasked = foreseen(SIXTEEN, [(Decimal(16), Decimal(15))], TODAY, None)
    assert (unasked.paybacks, unasked.reinvestment) == (None, None)


def test_a_collection_without_th_is_no_offer() -> None:
    assert outlook(SIXTEEN, offered(power=Decimal(0))).paybacks == []


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        pytest.param({"power": "1"}, "given together", id="no efficiency"),
        pytest.param({"efficiency": "1"}, "given together", id="no power"),
        pytest.param(
            {"power": "-1", "efficiency": "1"}, "power should be 0 to", id="negative power"
        ),
        pytest.param({"power": "10000001", "efficiency": "1"}, "10000000 TH", id="too much power"),
        pytest.param({"power": "1", "efficiency": "1001"}, "1000 W/TH", id="too many watts"),
        pytest.param({"power": "NaN", "efficiency": "1"}, "power", id="no number"),
        pytest.param({"power": "Infinity", "efficiency": "1"}, "power", id="no end"),
        pytest.param({"kwh_price": "-0.01"}, "kWh price should be 0 to 10 USD", id="kWh"),
        pytest.param({"service_cost": "11"}, "service cost should be 0 to 10 USD", id="service"),
        pytest.param({"btc_rate": "0.99"}, "BTC rate should be 1 to 100000000 USD", id="BTC"),
        pytest.param({"payout_change": "-1.01"}, "payout change should be -1 to 10", id="payout"),
        pytest.param({"price_per_th": "0"}, "price per TH should be 0.01 to", id="free TH"),
        pytest.param({"discounts": ("0.5", "1.1")}, "discount should be 0 to 1", id="discount"),
        pytest.param({"discounts": ("0.01",) * 11}, "discounts should be 10 at most", id="many"),
        pytest.param({"years": 0}, "years should be 1 to 5", id="no year"),
        pytest.param({"years": 6}, "years should be 1 to 5", id="six years"),
    ],
)
def test_a_figure_out_of_bounds_is_named(given: dict[str, Any], detail: str) -> None:
    with pytest.raises(RequestError) as refused:
        Asked(**{name: typed(value) for name, value in given.items()})

    assert detail in refused.value.detail


@given(st.lists(MINER, max_size=12), PLAUSIBLE)
def test_the_whole_earns_what_its_miners_earn(
    miners: list[tuple[Decimal, Decimal]], rates: Rates
) -> None:
    one_by_one = [daily(Setup(power, efficiency), rates) for power, efficiency in miners]

    expected = foreseen(Asked(), miners, rates, [])

    assert expected.day is not None
    whole = summed(split for split in one_by_one if split)
    assert abs(expected.day.net - whole.net) < Decimal("1E-30")
    assert abs(expected.day.gross - whole.gross) < Decimal("1E-30")


@given(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=5), HOSTILE_RATES, HOSTILE, HOSTILE, HOSTILE)
def test_no_figure_of_the_partner_breaks_a_forecast(
    miners: list[tuple[Decimal, Decimal]],
    rates: Rates,
    price: Decimal,
    power: Decimal,
    watts: Decimal,
) -> None:
    collection = offered(price=price, power=power, efficiency=watts)

    expected = foreseen(Asked(years=5), miners, rates, [collection])

    assert expected.day is None or expected.day.net >= 0


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path, PartnerOptions(miners=MANY)) as running:
        await running.visitor(ADA).sign_in()
        yield running


@pytest.fixture
def forecast(house: House) -> Forecast:
    return house.app[SERVICES].forecast


async def test_my_miners_are_the_ones_the_partner_tells_of(forecast: Forecast) -> None:
    mine = await forecast.of(ADA, Asked())

    assert mine.fleet is not None
    assert len(mine.fleet.miners) == MANY
    assert mine.outlook.power == sum(miner.power for miner in mine.fleet.miners)
    assert mine.outlook.day is not None
    assert mine.outlook.day.net > 0
    assert mine.outlook.paybacks is not None
    assert len(mine.outlook.paybacks) == 8


async def test_many_kinds_of_miners_are_reckoned_aside_and_alike(
    forecast: Forecast, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = await forecast.of(ADA, Asked())
    monkeypatch.setattr("core.forecast.forecast.FEW", 1)

    assert (await forecast.of(ADA, Asked())).outlook == at_once.outlook


async def test_a_slider_costs_the_partner_nothing(house: House, forecast: Forecast) -> None:
    await forecast.of(ADA, Asked())
    before = [await house.seen(name) for name in (RATES, COLLECTIONS, MINERS)]

    prices = (Decimal(cents) / 100 for cents in range(20))
    await asyncio.gather(*(forecast.of(ADA, Asked(kwh_price=price)) for price in prices))

    assert [await house.seen(name) for name in (RATES, COLLECTIONS, MINERS)] == before


async def test_what_is_typed_in_needs_no_miners(house: House, forecast: Forecast) -> None:
    typed = await forecast.of(ADA, SIXTEEN)

    assert typed.fleet is None
    assert await house.seen(MINERS) == 0


async def test_without_collections_the_rest_is_told(house: House, forecast: Forecast) -> None:
    await house.play(fail={COLLECTIONS: 500})

    mine = await forecast.of(ADA, asked(price_per_th=Decimal(13)))

    assert mine.outlook.paybacks is None
    assert mine.outlook.reinvestment is not None


async def test_without_rates_there_is_no_forecast(house: House, forecast: Forecast) -> None:
    await house.play(fail={RATES: 500})

    with pytest.raises(PartnerBrokenError):
        await forecast.of(ADA, Asked())


async def test_a_stranger_to_the_partner_is_told_to_sign_in(forecast: Forecast) -> None:
    with pytest.raises(SignInAgainError):
        await forecast.of(UserId(8), Asked())
