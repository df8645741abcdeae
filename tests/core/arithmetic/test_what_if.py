from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from core.arithmetic.rates import LEAST_USD, PayoutUnit, Rates
from core.arithmetic.what_if import Change, changed
from tests.core.arithmetic.figures import HOSTILE, HOSTILE_RATES, PLAUSIBLE, TODAY, between

IN_BTC = replace(TODAY, income_per_th=Decimal("4.94E-7"))


def test_no_change_changes_nothing() -> None:
    assert replace(changed(TODAY, Change()), known_unit=None) == TODAY


@pytest.mark.parametrize("rates", [TODAY, IN_BTC], ids=["told in USD", "told in BTC"])
def test_a_th_yields_the_same_btc_whatever_btc_costs(rates: Rates) -> None:
    twice = changed(rates, Change(btc=2 * rates.btc))

    assert rates.payout_usd is not None
    assert twice.payout_usd == 2 * rates.payout_usd
    assert twice.payout_btc == rates.payout_btc


def test_a_tenth_less_payout_is_a_tenth_less() -> None:
    less = changed(IN_BTC, Change(payout=Decimal("-0.1")))

    assert less.payout_btc == Decimal("4.446E-7")
    assert less.btc == IN_BTC.btc


def test_a_payout_keeps_its_unit_however_small_it_gets() -> None:
    cheaper = changed(TODAY, Change(btc=Decimal(1000)))
    nothing = changed(TODAY, Change(payout=Decimal(-1)))

    assert cheaper.income_per_th < LEAST_USD
    assert (cheaper.unit, nothing.unit) == (PayoutUnit.USD, PayoutUnit.USD)
    assert nothing.payout_usd == 0


def test_prices_are_replaced() -> None:
    free = changed(TODAY, Change(kwh_price=Decimal(0), service_cost=Decimal(0)))

    assert (free.kwh_price, free.service_cost) == (Decimal(0), Decimal(0))
    assert free.payout_usd == TODAY.payout_usd


def test_what_is_unknown_stays_unknown() -> None:
    unknown = replace(TODAY, income_per_th=Decimal("0.0005"))

    there = changed(unknown, Change(payout=Decimal("-0.9"), btc=Decimal(1)))

    assert (there.unit, there.income_per_th) == (PayoutUnit.UNKNOWN, Decimal("0.0005"))


@given(PLAUSIBLE, between("1", "1000000", 2))
def test_there_and_back_is_where_it_was(rates: Rates, btc: Decimal) -> None:
    back = changed(changed(rates, Change(btc=btc)), Change(btc=rates.btc))

    assert back.payout_usd is not None
    assert rates.payout_usd is not None
    assert abs(back.payout_usd - rates.payout_usd) < Decimal("1E-30")


@given(HOSTILE_RATES, HOSTILE, HOSTILE)
def test_no_figure_breaks_the_reckoning(rates: Rates, payout: Decimal, btc: Decimal) -> None:
    there = changed(rates, Change(payout=payout, btc=btc))

    assert there.income_per_th.is_finite()
