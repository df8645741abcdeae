from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arithmetic.net import (
    NOTHING,
    Setup,
    Split,
    added_up,
    daily,
    summed,
    weighted_efficiency,
)
from core.arithmetic.rates import Rates
from tests.core.arithmetic.figures import (
    HOSTILE_RATES,
    HOSTILE_SETUPS,
    PLAUSIBLE,
    SETUPS,
    SIXTEEN,
    TODAY,
    between,
)

DUST = Decimal("1E-30")
"""USD by which fifty digits may differ from endless ones."""
PRICE = Decimal("216.99")
SATOSHI = Decimal("1E-8")


def known(setup: Setup, rates: Rates) -> Split:
    split = daily(setup, rates)
    assert split is not None
    return split


def test_the_example_of_sixteen_th_comes_out_to_the_digit() -> None:
    split = known(SIXTEEN, TODAY)

    assert split == Split(
        gross=Decimal("0.62322"),
        electricity=Decimal("0.288"),
        service=Decimal("0.1424"),
        net=Decimal("0.19282"),
    )
    assert round(TODAY.of_usd(split.net).btc / SATOSHI, 1) == Decimal("244.5")
    assert round(100 * split.a_year().net / PRICE, 1) == Decimal("32.4")


@pytest.mark.parametrize(
    "income_per_th", ["0.03895", "0.03895125", "4.9391E-7"], ids=["printed", "whole", "BTC"]
)
def test_the_example_holds_for_its_rounded_payout_in_either_unit(income_per_th: str) -> None:
    rates = replace(TODAY, income_per_th=Decimal(income_per_th))

    net = known(SIXTEEN, rates).net

    assert round(net, 4) == Decimal("0.1928")
    assert round(rates.of_usd(net).btc / SATOSHI, 1) == Decimal("244.5")


def test_the_official_example_of_fifty_th_comes_out_to_the_digit() -> None:
    """Its 50 TH in satoshis; the prices behind them are not printed, any that give them will do."""
    satoshi = Decimal(20_000) * SATOSHI
    rates = Rates(
        income_per_th=Decimal("18446.9") * SATOSHI / 50,
        btc=Decimal(20_000),
        gomining=Decimal(1),
        kwh_price=Decimal("13835.1") * satoshi / 50 / 50 / 24 * 1000,
        service_cost=Decimal("2279.4") * satoshi / 50,
    )

    split = known(Setup(Decimal(50), Decimal(50)), rates)

    satoshis = [
        round(usd / satoshi, 1)
        for usd in (split.gross, split.electricity, split.service, split.net)
    ]
    assert satoshis == [Decimal(text) for text in ("18446.9", "13835.1", "2279.4", "2332.4")]


def test_electricity_is_paid_for_all_day() -> None:
    assert known(SIXTEEN, TODAY).electricity == Decimal("0.05") * 24 * 15 * 16 / 1000


def test_service_does_not_follow_the_gross_payout() -> None:
    twice = replace(TODAY, income_per_th=2 * TODAY.income_per_th)

    assert known(SIXTEEN, twice).service == known(SIXTEEN, TODAY).service


def test_a_miner_at_a_loss_earns_nothing_and_owes_nothing() -> None:
    assert known(Setup(Decimal(16), Decimal(40)), TODAY).net == 0


def test_a_discount_is_taken_off_electricity_and_service() -> None:
    split = known(replace(SIXTEEN, discount=Decimal("0.1")), TODAY)

    assert split.electricity == Decimal("0.2592")
    assert split.service == Decimal("0.12816")
    assert split.gross == Decimal("0.62322")


@pytest.mark.parametrize(
    ("discounts", "together"),
    [
        pytest.param([], "0", id="none"),
        pytest.param(["0.05", "0.1", "0.03"], "0.18", id="added, not multiplied"),
        pytest.param(["0.7", "0.7"], "1", id="no more than all"),
    ],
)
def test_discounts_add_up(discounts: list[str], together: str) -> None:
    assert added_up(map(Decimal, discounts)) == Decimal(together)


def test_a_year_has_365_days_and_a_month_is_a_twelfth() -> None:
    day = known(SIXTEEN, TODAY)

    assert day.a_year().net == 365 * day.net
    assert abs(12 * day.a_month().net - day.a_year().net) < DUST


@pytest.mark.parametrize(
    "rates",
    [
        pytest.param(replace(TODAY, income_per_th=Decimal("0.0005")), id="unknown unit"),
        pytest.param(replace(TODAY, btc=Decimal(0)), id="no BTC rate"),
        pytest.param(replace(TODAY, kwh_price=Decimal("-0.05")), id="negative electricity"),
        pytest.param(replace(TODAY, service_cost=Decimal("-0.01")), id="negative service"),
    ],
)
def test_nothing_is_reckoned_from_figures_that_cannot_be_told(rates: Rates) -> None:
    assert daily(SIXTEEN, rates) is None


def test_a_miner_at_a_loss_takes_nothing_from_the_others() -> None:
    thirsty = Setup(Decimal(16), Decimal(40))

    together = summed([known(SIXTEEN, TODAY), known(thirsty, TODAY)])

    assert together.net == Decimal("0.19282")
    assert together.electricity == Decimal("0.288") + Decimal("0.768")
    assert summed([]) == NOTHING


def test_efficiency_is_weighted_by_power() -> None:
    miners = [(Decimal(30), Decimal(15)), (Decimal(10), Decimal(35))]

    assert weighted_efficiency(miners) == 20
    assert weighted_efficiency([]) is None
    assert weighted_efficiency([(Decimal(0), Decimal(15))]) is None


@given(SETUPS, PLAUSIBLE)
def test_net_is_what_is_left_and_never_negative(setup: Setup, rates: Rates) -> None:
    split = known(setup, rates)

    maintenance = split.electricity + split.service
    assert split.net >= 0
    if split.net > 0:
        assert abs(split.net + maintenance - split.gross) < DUST
    else:
        assert maintenance >= split.gross


@given(SETUPS, PLAUSIBLE, between("0", "100", 2))
def test_more_watts_never_earn_more(setup: Setup, rates: Rates, more: Decimal) -> None:
    thirstier = replace(setup, efficiency=setup.efficiency + more)

    assert known(thirstier, rates).net <= known(setup, rates).net


@given(SETUPS, PLAUSIBLE, st.integers(2, 1000))
def test_as_many_miners_earn_as_many_times_as_much(setup: Setup, rates: Rates, times: int) -> None:
    many = replace(setup, power=setup.power * times)

    assert abs(known(many, rates).net - known(setup, rates).net * times) < DUST


@given(HOSTILE_SETUPS, HOSTILE_RATES)
def test_no_figure_breaks_the_reckoning(setup: Setup, rates: Rates) -> None:
    split = daily(setup, rates)

    if split is not None:
        year = summed([split, split.a_month(), split.a_year()])
        assert min(year.gross, year.electricity, year.service, year.net) >= 0
        assert year.net.is_finite()
