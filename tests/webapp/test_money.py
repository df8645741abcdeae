from decimal import Decimal

import pytest
from hypothesis import given

from core.arithmetic.rates import Money, Rates
from tests.core.arithmetic.figures import HOSTILE, HOSTILE_RATES
from webapp.shapes.money import MoneyShape, RatesShape, cut, plain


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        pytest.param("0.00000123", "0.00000123", id="small"),
        pytest.param("1.23E-6", "0.00000123", id="with an exponent"),
        pytest.param("1E+3", "1000", id="large"),
        pytest.param("100", "100", id="zeros that count"),
        pytest.param("1.500", "1.5", id="zeros that do not"),
        pytest.param("0E-12", "0", id="nothing"),
        pytest.param("-0.000", "0", id="less than nothing by a sign"),
        pytest.param("-1.50", "-1.5", id="negative"),
    ],
)
def test_a_figure_is_told_plainly(figure: str, text: str) -> None:
    assert plain(Decimal(figure)) == text


def test_an_amount_is_cut_and_never_rounded_up() -> None:
    shape = MoneyShape.of(Money(Decimal("0.0000000000019"), Decimal("0.9999999"), None))

    assert shape.model_dump(mode="json") == {
        "btc": "0.000000000001",
        "usd": "0.999999",
        "gomining": None,
    }


@given(HOSTILE, HOSTILE_RATES)
def test_whatever_the_partner_says_can_be_presented(figure: Decimal, rates: Rates) -> None:
    assert abs(cut(figure)) <= abs(figure)
    MoneyShape.of(rates.of_btc(figure)).model_dump_json()
    RatesShape.of(rates).model_dump_json()
