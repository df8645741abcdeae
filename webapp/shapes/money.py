"""Figures and money on the wire: plain decimal strings, cut rather than rounded up."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Context, Decimal
from typing import Annotated, Generic, TypeVar

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from core.arithmetic.rates import Money, PayoutUnit, Rates
from webapp.shapes.envelope import Shape

T = TypeVar("T")

BTC_PLACES = 12
"""Places after the point: a ten-thousandth of a satoshi."""
PLACES = 6
"""Places of USD, GOMINING and anything else that is reckoned."""
TYPED = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")

_CUTTING = Context(prec=5000, rounding=ROUND_DOWN)
"""Wide enough for any product of the partner's figures: cutting never fails."""


def cut(figure: Decimal, places: int = PLACES) -> Decimal:
    """Return *figure* with *places* after the point at most, nearer to zero."""
    return figure.quantize(Decimal(1).scaleb(-places), context=_CUTTING)


def plain(figure: Decimal) -> str:
    """Return *figure* without exponent or idle zeros: `0.00000123`."""
    text = f"{figure:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


Amount = Annotated[
    Decimal,
    PlainSerializer(plain, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]
"""A decimal as a string, so that no reader makes a float of it."""


def _given(typed: object) -> Decimal:
    if isinstance(typed, str) and TYPED.fullmatch(typed):
        return Decimal(typed)
    raise PydanticCustomError("plain_decimal_string", "should be a plain decimal in a string")


Given = Annotated[
    Decimal,
    BeforeValidator(_given),
    WithJsonSchema({"type": "string", "pattern": f"^{TYPED.pattern}$"}),
]
"""A decimal that a user typed in, as a plain string: it is as exact as it looks."""


class MoneyShape(Shape):
    """One amount in three currencies; null where there is no rate for it."""

    btc: Amount
    usd: Amount | None
    gomining: Amount | None

    @classmethod
    def of(cls, money: Money) -> MoneyShape:
        """Present an amount."""
        return cls(
            btc=cut(money.btc, BTC_PLACES),
            usd=None if money.usd is None else cut(money.usd),
            gomining=None if money.gomining is None else cut(money.gomining),
        )


class RatesShape(Shape):
    """The figures that are reckoned with; `payout` is per TH and day, null where it is unknown."""

    unit: PayoutUnit
    income_per_th: Amount
    payout: MoneyShape | None
    btc_rate: Amount
    gomining_rate: Amount
    kwh_price: Amount
    service_cost: Amount

    @classmethod
    def of(cls, rates: Rates) -> RatesShape:
        """Present rates."""
        payout = rates.payout_usd
        return cls(
            unit=rates.unit,
            income_per_th=rates.income_per_th,
            payout=None if payout is None else MoneyShape.of(rates.of_usd(payout)),
            btc_rate=rates.btc,
            gomining_rate=rates.gomining,
            kwh_price=rates.kwh_price,
            service_cost=rates.service_cost,
        )


class Part(Shape, Generic[T]):
    """One part of a screen: a value, its age in seconds, and the code of what went wrong.

    A value and a fault together are stale figures; a fault alone means that there are none.
    """

    value: T | None
    age: int
    fault: str | None
