"""How a user wants things shown and told."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict

from core.preferences import AmountUnit, Currency, Language
from core.preferences import Preferences as Chosen
from webapp.shapes.envelope import Shape
from webapp.shapes.money import Amount, Given


class Preferences(Shape):
    """What the user chose; `language` null is Telegram's, `notifyHour` is in `timeZone`.

    `rewardAbove` and `rewardBelow` are in BTC; with either, only rewards beyond it are told.
    """

    language: Language | None
    currency: Currency
    unit: AmountUnit
    notify: bool
    notify_hour: int
    time_zone: str
    maintenance_apart: bool
    reward_above: Amount | None
    reward_below: Amount | None

    @classmethod
    def of(cls, chosen: Chosen) -> Preferences:
        """Present what a user chose."""
        return cls(
            language=chosen.language,
            currency=chosen.currency,
            unit=chosen.unit,
            notify=chosen.notify,
            notify_hour=chosen.notify_hour,
            time_zone=chosen.time_zone,
            maintenance_apart=chosen.maintenance_apart,
            reward_above=chosen.reward_above,
            reward_below=chosen.reward_below,
        )


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema["properties"].values():
        del field["default"]


class ChangePreferences(Shape):
    """Any part of the preferences; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra=_without_defaults,
    )

    # The values are never kept: they let a field be left out that cannot be null.
    language: Language | None = None
    currency: Currency = Currency.USD
    unit: AmountUnit = AmountUnit.SATS
    notify: bool = False
    notify_hour: int = 0
    time_zone: str = ""
    maintenance_apart: bool = False
    reward_above: Given | None = None
    reward_below: Given | None = None
