from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given

from core.arithmetic.break_even import break_even_btc, break_even_efficiency
from core.arithmetic.net import Setup, daily
from core.arithmetic.rates import Rates
from core.arithmetic.what_if import Change, changed
from tests.core.arithmetic.figures import (
    HOSTILE_RATES,
    HOSTILE_SETUPS,
    PLAUSIBLE,
    SETUPS,
    SIXTEEN,
    TODAY,
)

DUST = Decimal("1E-20")
MORE, LESS = Decimal("1.001"), Decimal("0.999")


def net(setup: Setup, rates: Rates) -> Decimal:
    split = daily(setup, rates)
    assert split is not None
    return split.net


def test_the_break_even_efficiency_of_the_example_comes_out_to_the_digit() -> None:
    printed = replace(TODAY, income_per_th=Decimal("0.03895"))
    efficiency = break_even_efficiency(printed)

    assert efficiency is not None
    assert round(efficiency, 1) == Decimal("25.0")


def test_a_discount_lets_a_thirstier_miner_break_even() -> None:
    efficiency = break_even_efficiency(TODAY, Decimal("0.5"))

    assert efficiency is not None
    assert round(efficiency, 4) == Decimal("57.5021")  # (0.0779025 - 0.0089) / 0.0012


def test_the_break_even_price_of_btc_is_maintenance_over_yield() -> None:
    price = break_even_btc(SIXTEEN, TODAY)

    assert price is not None
    assert round(price, 2) == Decimal("54463.09")  # 0.0269 USD / 4.93912E-7 BTC


def test_a_payout_in_usd_breaks_even_where_the_same_in_btc_does() -> None:
    payout = TODAY.payout_btc
    assert payout is not None
    in_btc = replace(TODAY, income_per_th=payout)

    one, other = break_even_btc(SIXTEEN, TODAY), break_even_btc(SIXTEEN, in_btc)

    assert one is not None
    assert one == other


@pytest.mark.parametrize(
    "rates",
    [
        pytest.param(replace(TODAY, income_per_th=Decimal("0.0005")), id="unknown unit"),
        pytest.param(replace(TODAY, kwh_price=Decimal(0)), id="free electricity"),
        pytest.param(replace(TODAY, kwh_price=Decimal(-1)), id="negative electricity"),
        pytest.param(replace(TODAY, service_cost=Decimal(-1)), id="negative service"),
        pytest.param(replace(TODAY, service_cost=Decimal(1)), id="service above the payout"),
    ],
)
def test_where_no_efficiency_breaks_even_there_is_none(rates: Rates) -> None:
    assert break_even_efficiency(rates) is None


def test_where_service_takes_the_whole_payout_a_miner_without_watts_breaks_even() -> None:
    assert TODAY.payout_usd is not None
    rates = replace(TODAY, service_cost=TODAY.payout_usd)

    assert break_even_efficiency(rates) == 0


def test_who_pays_no_maintenance_earns_at_any_price() -> None:
    assert break_even_efficiency(TODAY, Decimal(1)) is None
    assert break_even_btc(replace(SIXTEEN, discount=Decimal(1)), TODAY) == 0


def test_where_nothing_is_paid_out_no_price_of_btc_helps() -> None:
    assert break_even_btc(SIXTEEN, changed(TODAY, Change(payout=Decimal(-1)))) is None


@given(SETUPS, PLAUSIBLE)
def test_nothing_is_left_at_the_break_even_efficiency(setup: Setup, rates: Rates) -> None:
    efficiency = break_even_efficiency(rates, setup.discount)
    assume(efficiency is not None)
    assert efficiency is not None

    assert net(replace(setup, efficiency=efficiency), rates) < DUST
    assert net(replace(setup, efficiency=efficiency * MORE), rates) == 0
    if efficiency > DUST:
        assert net(replace(setup, efficiency=efficiency * LESS), rates) > 0


@given(SETUPS, PLAUSIBLE)
def test_nothing_is_left_at_the_break_even_price_of_btc(setup: Setup, rates: Rates) -> None:
    price = break_even_btc(setup, rates)
    assume(price)
    assert price is not None

    at, below, above = (changed(rates, Change(btc=price * by)) for by in (1, LESS, MORE))
    assert net(setup, at) < DUST
    assert net(setup, below) == 0
    assert net(setup, above) > 0


@given(HOSTILE_SETUPS, HOSTILE_RATES)
def test_no_figure_breaks_the_reckoning(setup: Setup, rates: Rates) -> None:
    efficiency = break_even_efficiency(rates, setup.discount)
    price = break_even_btc(setup, rates)

    assert efficiency is None or (efficiency.is_finite() and efficiency >= 0)
    assert price is None or (price.is_finite() and price >= 0)
