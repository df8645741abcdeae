from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from hypothesis import given

from core.arithmetic.rates import Money, PayoutUnit, Rates, payout_unit
from tests.core.arithmetic.figures import HOSTILE_RATES, PLAUSIBLE, TODAY


@pytest.mark.parametrize(
    ("income_per_th", "unit"),
    [
        pytest.param("4.94E-7", PayoutUnit.BTC, id="real BTC"),
        pytest.param("0.03895", PayoutUnit.USD, id="real USD"),
        pytest.param("1E-400", PayoutUnit.BTC, id="hardly anything"),
        pytest.param("0.00009999", PayoutUnit.BTC, id="the last BTC"),
        pytest.param("0.0001", PayoutUnit.UNKNOWN, id="between, from below"),
        pytest.param("0.0005", PayoutUnit.UNKNOWN, id="between"),
        pytest.param("0.001", PayoutUnit.UNKNOWN, id="between, from above"),
        pytest.param("0.0010001", PayoutUnit.USD, id="the first USD"),
        pytest.param("9.99", PayoutUnit.USD, id="the last USD"),
        pytest.param("10", PayoutUnit.UNKNOWN, id="too many USD"),
        pytest.param("49.4", PayoutUnit.UNKNOWN, id="satoshis"),
        pytest.param("0", PayoutUnit.UNKNOWN, id="nothing"),
        pytest.param("-4.94E-7", PayoutUnit.UNKNOWN, id="less than nothing"),
        pytest.param("-0.03895", PayoutUnit.UNKNOWN, id="negative USD"),
    ],
)
def test_the_unit_is_told_by_size_and_never_guessed(income_per_th: str, unit: PayoutUnit) -> None:
    assert payout_unit(Decimal(income_per_th)) is unit


def test_a_payout_is_the_same_in_either_unit() -> None:
    in_btc = replace(TODAY, income_per_th=Decimal("4.94E-7"))
    in_usd = replace(TODAY, income_per_th=Decimal("4.94E-7") * TODAY.btc)

    assert in_btc.payout_usd == in_usd.payout_usd == Decimal("0.0389581491")
    assert in_btc.payout_btc == in_usd.payout_btc == Decimal("4.94E-7")


@pytest.mark.parametrize(
    "rates",
    [
        pytest.param(replace(TODAY, income_per_th=Decimal("0.0005")), id="unknown unit"),
        pytest.param(replace(TODAY, btc=Decimal(0)), id="no BTC rate"),
        pytest.param(replace(TODAY, btc=Decimal(-1)), id="negative BTC rate"),
    ],
)
def test_a_payout_that_cannot_be_told_is_none(rates: Rates) -> None:
    assert (rates.payout_usd, rates.payout_btc) == (None, None)


def test_money_is_told_in_three_currencies() -> None:
    rates = replace(TODAY, btc=Decimal(80_000), gomining=Decimal("0.4"))
    money = Money(Decimal("0.001"), Decimal(80), Decimal(200))

    assert rates.of_btc(Decimal("0.001")) == money
    assert rates.of_usd(Decimal(80)) == money


def test_a_currency_without_a_rate_is_left_out() -> None:
    one = Decimal(1)

    assert replace(TODAY, btc=Decimal(0)).of_btc(one) == Money(one, None, None)
    assert replace(TODAY, gomining=Decimal(-1)).of_btc(one) == Money(one, TODAY.btc, None)


def test_usd_are_nothing_without_a_btc_rate() -> None:
    with pytest.raises(ValueError, match="no BTC rate"):
        replace(TODAY, btc=Decimal(0)).of_usd(Decimal(1))


def test_the_process_may_reckon_as_it_likes() -> None:
    with localcontext(prec=3):
        assert TODAY.of_btc(Decimal("0.00012345678")).usd == Decimal("9.7361288312670")


@given(PLAUSIBLE)
def test_a_payout_in_btc_is_worth_the_payout_in_usd(rates: Rates) -> None:
    usd, btc = rates.payout_usd, rates.payout_btc

    assert usd is not None
    assert btc is not None
    assert abs(btc * rates.btc - usd) < Decimal("1E-20")


@given(HOSTILE_RATES)
def test_no_figure_of_the_partner_can_break_the_reading(rates: Rates) -> None:
    payout = rates.payout_usd

    assert payout is None or payout > 0
    assert (payout is None) == (rates.payout_btc is None)
    money = rates.of_btc(rates.kwh_price)
    assert money.usd is None or money.usd.is_finite()
    assert money.gomining is None or money.gomining.is_finite()
