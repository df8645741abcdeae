"""Amounts and days as the user's language writes them, in the user's unit and currency.

Amounts are cut, never rounded up: the chat, like the page, shows no satoshi that is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from functools import cache

from babel import Locale
from babel.dates import format_skeleton, match_skeleton
from babel.numbers import format_currency, format_decimal

from bot.texts import Words
from core.arithmetic.exact import exactly
from core.arithmetic.rates import Money
from core.preferences import AmountUnit, Currency, Preferences

SATS = Decimal(10**8)
"""In a BTC."""

A_FEW = 1000
"""Satoshis below which a tenth of one can still be told from nothing."""

A_DIME = Decimal("0.1")
"""US dollars below which hundredths of a cent are shown."""

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
NARROW_NO_BREAK = "\N{NARROW NO-BREAK SPACE}"


class DayStyle(StrEnum):
    """How much of a day is written, as skeletons of Unicode's CLDR."""

    SHORT = "MMMd"
    LONG = "yMMMd"
    FULL = "MMMMEEEEd"


@dataclass(frozen=True, slots=True)
class Amounts:
    """Writes figures for one user."""

    words: Words
    preferences: Preferences

    @exactly
    def btc(self, value: Decimal) -> str:
        """Return an amount of BTC in the user's unit: `1,234 sat`, `0.00001234 BTC`."""
        if self.preferences.unit is AmountUnit.BTC:
            return f"{self.figure(value, least=8, most=8)}{NO_BREAK}{self.words.say('unit.btc')}"
        sats = value * SATS
        most = 1 if abs(sats) < A_FEW else 0
        return f"{self.figure(sats, most=most)}{NO_BREAK}{self.words.say('unit.sats')}"

    def worth(self, money: Money) -> str:
        """Return what an amount is worth in the user's currency; empty without a rate."""
        if self.preferences.currency is Currency.USD:
            return "" if money.usd is None else self.usd(money.usd)
        if money.gomining is None:
            return ""
        figure = self.figure(money.gomining, least=2, most=2)
        return f"{figure}{NO_BREAK}{self.words.say('unit.gomining')}"

    def both(self, money: Money) -> str:
        """Return an amount with what it is worth: `1,234 sat ≈ $1.24`."""
        worth = self.worth(money)
        return f"{self.btc(money.btc)} ≈ {worth}" if worth else self.btc(money.btc)

    @exactly
    def usd(self, value: Decimal) -> str:
        """Return US dollars: `$1.24`, to the hundredth of a cent below ten cents."""
        cut = _cut(value, 4 if abs(value) < A_DIME else 2)
        written = format_currency(
            abs(cut),
            "USD",
            locale=self.words.locale,
            currency_digits=False,
            decimal_quantization=False,
        )
        return _sign(cut) + written

    @exactly
    def figure(self, value: Decimal, *, least: int = 0, most: int = 2) -> str:
        """Return a plain figure such as TH or W/TH, cut after *most* digits."""
        cut = _cut(value, most)
        pattern = "#,##0." + "0" * least if least else "#,##0"
        written = format_decimal(
            abs(cut), format=pattern, locale=self.words.locale, decimal_quantization=False
        )
        return _sign(cut) + written

    @exactly
    def signed_percent(self, share: Decimal) -> str:
        """Return a share of one as a percentage with its sign: `+3.1 %`."""
        cut = _cut(share * 100, 1)
        sign = "+" if cut > 0 else _sign(cut)
        return f"{sign}{self.figure(abs(cut), most=1)}{NARROW_NO_BREAK}%"

    def day(self, day: date, style: DayStyle = DayStyle.LONG) -> str:
        """Return a day: `Nov 21, 2026`."""
        locale = self.words.locale
        return format_skeleton(_known(style, locale), day, fuzzy=False, locale=locale)


@cache
def _known(style: DayStyle, locale: Locale) -> str:
    """Return the language's skeleton that is nearest to a style; to look for it takes long."""
    return match_skeleton(style, locale.datetime_skeletons) or style


def _cut(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


def _sign(value: Decimal) -> str:
    return MINUS if value < 0 else ""
