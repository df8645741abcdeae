from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.amounts import Amounts, DayStyle
from bot.texts import LANGUAGES
from core.arithmetic.rates import Money
from core.preferences import AmountUnit, Currency, Preferences

IN_BTC = Preferences(unit=AmountUnit.BTC)
IN_GOMINING = Preferences(currency=Currency.GOMINING)
SPACE = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"


def amounts(language: str = "en", preferences: Preferences | None = None) -> Amounts:
    return Amounts(LANGUAGES[language], preferences or Preferences())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0", "0 sat"),
        ("0.0000001299", "12.9 sat"),
        ("0.00000999999", "999.9 sat"),
        ("0.0000123499", "1,234 sat"),
        ("-0.00001", "−1,000 sat"),  # noqa: RUF001  # a true minus
        ("-0.0000000001", "0 sat"),
        ("21000000", "2,100,000,000,000,000 sat"),
    ],
)
def test_satoshis_are_cut_and_never_rounded_up(value: str, said: str) -> None:
    assert amounts().btc(Decimal(value)) == said.replace(" ", SPACE)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "1,234.00000001 BTC"), ("de", "1.234,00000001 BTC")]
)
def test_bitcoins_are_written_to_the_satoshi(language: str, said: str) -> None:
    shown = amounts(language, IN_BTC).btc(Decimal("1234.000000019"))

    assert shown == said.replace(" ", SPACE)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1.239", "$1.23"),
        ("0.0999999", "$0.0999"),
        ("0.1", "$0.10"),
        ("0.05", "$0.05"),
        ("0", "$0.00"),
        ("-1.239", "−$1.23"),  # noqa: RUF001  # a true minus
        ("1234567.899", "$1,234,567.89"),
    ],
)
def test_dollars_are_cut_and_never_rounded_up(value: str, said: str) -> None:
    assert amounts().usd(Decimal(value)) == said


def test_an_amount_is_shown_with_its_worth_in_the_users_currency() -> None:
    money = Money(Decimal("0.00001234"), Decimal("1.2"), Decimal("3.456"))

    assert amounts().both(money) == f"1,234{SPACE}sat ≈ $1.20"
    assert amounts(preferences=IN_GOMINING).both(money) == f"1,234{SPACE}sat ≈ 3.45{SPACE}GOMINING"


@pytest.mark.parametrize("preferences", [Preferences(), IN_GOMINING])
def test_without_a_rate_no_worth_is_shown(preferences: Preferences) -> None:
    money = Money(Decimal("0.00001234"), None, None)

    assert amounts(preferences=preferences).worth(money) == ""
    assert amounts(preferences=preferences).both(money) == f"1,234{SPACE}sat"


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0.0319", "+3.1"),
        ("-0.0319", "−3.1"),  # noqa: RUF001  # a true minus
        ("0.0004", "0"),
        ("-0.0004", "0"),
    ],
)
def test_a_change_has_a_sign_unless_nothing_changed(share: str, said: str) -> None:
    assert amounts().signed_percent(Decimal(share)) == f"{said}{NARROW}%"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Nov 21, 2026"), ("de", "21. Nov. 2026"), ("tr", "21 Kas 2026")],
)
def test_a_day_is_written_as_the_language_writes_it(language: str, said: str) -> None:
    shown = amounts(language).day(date(2026, 11, 21))

    assert shown.replace(NARROW, " ").replace(SPACE, " ") == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", DayStyle)
def test_every_language_writes_every_style_of_day(language: str, style: DayStyle) -> None:
    assert "21" in amounts(language).day(date(2026, 11, 21), style)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_no_figure_is_ever_larger_than_the_amount(value: Decimal) -> None:
    shown = amounts().figure(value, most=3).replace(",", "").replace("\N{MINUS SIGN}", "-")

    assert abs(Decimal(shown)) <= abs(value)
    assert amounts().usd(value)
    assert amounts(preferences=IN_BTC).btc(value)
    assert amounts().btc(value)
