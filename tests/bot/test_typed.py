from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import typed
from core.forecast import Asked
from core.preferences import AmountUnit


@pytest.mark.parametrize(
    ("text", "power", "efficiency"),
    [
        pytest.param("16 15", "16", "15", id="two figures"),
        pytest.param("16.5 28.5", "16.5", "28.5", id="points"),
        pytest.param("16,5 28,5", "16.5", "28.5", id="commas"),
        pytest.param("16, 15", "16", "15", id="a comma between"),
        pytest.param("16x15", "16", "15", id="times"),
        pytest.param("16 / 15", "16", "15", id="a stroke"),
        pytest.param(" 16 TH   15 W/TH ", "16", "15", id="units"),
        pytest.param("16th/s 15j/th", "16", "15", id="other units"),
        pytest.param("16_5-28_5", "16.5", "28.5", id="a link"),
        pytest.param("10000000 1000", "10000000", "1000", id="the most there may be"),
    ],
)
def test_a_miner_is_read_as_people_write_it(text: str, power: str, efficiency: str) -> None:
    assert typed.miner(text) == Asked(power=Decimal(power), efficiency=Decimal(efficiency))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("16", id="one figure"),
        pytest.param("16 15 3", id="three"),
        pytest.param("1 600 15", id="a space for thousands"),
        pytest.param("sixteen 15", id="a word"),
        pytest.param("-16 15", id="less than nothing"),
        pytest.param("16 -15", id="a minus that is no dash"),
        pytest.param("10000001 15", id="too many TH"),
        pytest.param("16 1000.1", id="too many W/TH"),
        pytest.param("9" * 400 + " 15", id="endless"),
        pytest.param("1e5 15", id="an exponent"),
        pytest.param("NaN 15", id="not a number"),
        pytest.param("16 15\0", id="a null"),
        pytest.param("\u0661\u0666 15", id="digits from elsewhere"),
    ],
)
def test_anything_else_is_no_miner(text: str) -> None:
    assert typed.miner(text) is None


@pytest.mark.parametrize(
    ("text", "power"), [("16", "16"), ("16,5 TH", "16.5"), ("16.5th/s", "16.5"), ("0", "0")]
)
def test_a_power_is_read_with_its_unit(text: str, power: str) -> None:
    assert typed.power(text) == Decimal(power)


@pytest.mark.parametrize("text", ["", "16 W/TH", "-1", "10000000.1", "16 15"])
def test_anything_else_is_no_power(text: str) -> None:
    assert typed.power(text) is None


@pytest.mark.parametrize(
    ("text", "efficiency"), [("15", "15"), ("28,5 W/TH", "28.5"), ("15 j/th", "15")]
)
def test_an_efficiency_is_read_with_its_unit(text: str, efficiency: str) -> None:
    assert typed.efficiency(text) == Decimal(efficiency)


@pytest.mark.parametrize("text", ["", "16 TH", "1000.1", "-1"])
def test_anything_else_is_no_efficiency(text: str) -> None:
    assert typed.efficiency(text) is None


FIGURES = st.decimals(0, 1000, places=4).map(lambda figure: f"{figure.normalize():f}")


@given(FIGURES, FIGURES)
def test_what_a_link_holds_is_read_again(power: str, efficiency: str) -> None:
    asked = typed.miner(f"{power} {efficiency}")

    assert asked is not None
    assert typed.miner(typed.link(asked)) == asked


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for read in (typed.power, typed.efficiency, typed.miner):
        read(text)
    for unit in AmountUnit:
        typed.btc(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("2000", AmountUnit.SATS, "0.00002"),
        ("2000", AmountUnit.BTC, "2000"),
        (" 2000 SATS ", AmountUnit.BTC, "0.00002"),
        ("0.00002 btc", AmountUnit.SATS, "0.00002"),
        ("0,00002", AmountUnit.BTC, "0.00002"),
        ("12 345 678 sat", AmountUnit.SATS, "0.12345678"),
        ("12\N{NARROW NO-BREAK SPACE}345", AmountUnit.SATS, "0.00012345"),
        ("1.234.567", AmountUnit.SATS, "0.01234567"),
        ("1,500", AmountUnit.SATS, "0.000015"),
        ("1,500", AmountUnit.BTC, "1.5"),
        ("1,5", AmountUnit.SATS, "0.000000015"),
        ("21000000", AmountUnit.BTC, "21000000"),
    ],
)
def test_an_amount_is_read_in_the_unit_it_names_or_the_users(
    text: str, unit: AmountUnit, amount: str
) -> None:
    assert typed.btc(text, unit) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "0", "-1", "1e3", "NaN", "1.2.3", "1,234.5", "21000001", "1 usd", "1e-9", "٣", "9" * 60],
)
def test_anything_else_is_no_amount(text: str) -> None:
    assert typed.btc(text, AmountUnit.BTC) is None
