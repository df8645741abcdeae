"""Rows as our own values: words become what they name, plain text becomes figures."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal

from sqlalchemy import RowMapping

from core.arithmetic.rates import Rates
from core.model import AmountUnit, Currency, Language, Preferences


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
    )


def of_rates(rates: Rates) -> dict[str, str]:
    """Return the columns of `daily_rates` but its day; `str` keeps every digit of a `Decimal`."""
    return {name: str(figure) for name, figure in asdict(rates).items()}


def to_rates(row: RowMapping) -> tuple[date, Rates]:
    """Return the day and what a row of `daily_rates` says of it."""
    figures = {field.name: Decimal(row[field.name]) for field in fields(Rates)}
    return date.fromisoformat(row["day"]), Rates(**figures)
