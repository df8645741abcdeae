from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from core.arithmetic.net import Setup, daily
from core.arithmetic.payback import MOST_DAYS, payback_days, price_per_th
from core.arithmetic.rates import Rates
from tests.core.arithmetic.figures import (
    HOSTILE,
    HOSTILE_RATES,
    HOSTILE_SETUPS,
    PLAUSIBLE,
    SETUPS,
    SIXTEEN,
    TODAY,
    between,
)


@pytest.mark.parametrize(
    ("price", "days"),
    [
        pytest.param("216.99", 1126, id="the example: 1125.35 days"),
        pytest.param("0.19282", 1, id="a day's net"),
        pytest.param("0.19283", 2, id="a little more"),
        pytest.param("0", 0, id="a gift"),
        pytest.param("7037.93", MOST_DAYS, id="a century"),
        pytest.param("7037.94", None, id="more than a century"),
        pytest.param("-1", None, id="a price below zero"),
    ],
)
def test_payback_is_the_price_over_the_net_of_a_day(price: str, days: int | None) -> None:
    assert payback_days(Decimal(price), SIXTEEN, TODAY) == days


def test_what_earns_nothing_never_pays_back() -> None:
    assert payback_days(Decimal(1), Setup(Decimal(16), Decimal(40)), TODAY) is None
    assert payback_days(Decimal(1), Setup(Decimal(0), Decimal(15)), TODAY) is None


def test_an_unknown_payout_pays_nothing_back() -> None:
    unknown = replace(TODAY, income_per_th=Decimal("0.0005"))

    assert payback_days(Decimal(1), SIXTEEN, unknown) is None


def test_a_price_per_th_needs_th() -> None:
    assert price_per_th(Decimal(216), Decimal(16)) == Decimal("13.5")
    assert price_per_th(Decimal(216), Decimal(0)) is None


@given(between("0", "100000", 2), SETUPS, PLAUSIBLE)
def test_the_price_is_earned_on_that_day_and_not_before(
    price: Decimal, setup: Setup, rates: Rates
) -> None:
    split = daily(setup, rates)
    assert split is not None

    days = payback_days(price, setup, rates)

    if days is None:
        assert split.net * MOST_DAYS < price or split.net == 0
    else:
        assert split.net * (days - 1) < price <= split.net * days * (1 + Decimal("1E-20"))


@given(HOSTILE, HOSTILE_SETUPS, HOSTILE_RATES)
def test_no_figure_breaks_the_reckoning(price: Decimal, setup: Setup, rates: Rates) -> None:
    days = payback_days(price, setup, rates)

    assert days is None or 0 <= days <= MOST_DAYS
    price_per_th(price, setup.power)
