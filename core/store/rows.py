"""Rows as our own values: words become what they name, plain text becomes figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import RowMapping

from core.arithmetic.rates import Rates
from core.model import AmountUnit, Currency, Language, Preferences, PreferencesChange


def to_preferences(row: RowMapping) -> Preferences:
    """Return what a row of `preferences` says."""
    return Preferences(
        language=Language(row["language"]) if row["language"] else None,
        currency=Currency(row["currency"]),
        unit=AmountUnit(row["unit"]),
        notify=row["notify"],
        notify_hour=row["notify_hour"],
        time_zone=row["time_zone"],
        maintenance_apart=row["maintenance_apart"],
        reward_above=_figure(row["reward_above"]),
        reward_below=_figure(row["reward_below"]),
        spoken=row["spoken"],
    )


def of_preferences(changed: PreferencesChange) -> dict[str, object]:
    """Return the columns of `preferences` that a change is kept in."""
    return {
        name: str(value) if isinstance(value, Decimal) else value for name, value in changed.items()
    }


def of_rates(rates: Rates) -> dict[str, str]:
    """Return the columns of `daily_rates` but its day; `str` keeps every digit of a `Decimal`.

    The partner's own rates have no known unit: it is told by size whenever they are read.
    """
    return {
        "income_per_th": str(rates.income_per_th),
        "btc": str(rates.btc),
        "gomining": str(rates.gomining),
        "kwh_price": str(rates.kwh_price),
        "service_cost": str(rates.service_cost),
    }


def to_rates(row: RowMapping) -> tuple[date, Rates]:
    """Return the day and what a row of `daily_rates` says of it."""
    return date.fromisoformat(row["day"]), Rates(
        income_per_th=Decimal(row["income_per_th"]),
        btc=Decimal(row["btc"]),
        gomining=Decimal(row["gomining"]),
        kwh_price=Decimal(row["kwh_price"]),
        service_cost=Decimal(row["service_cost"]),
    )


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
