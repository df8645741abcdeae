"""How users want things shown and told: language, currency, units, notifications."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Unpack
from zoneinfo import ZoneInfo

import structlog

from core.errors import RequestError, StoreError
from core.model import AmountUnit, Currency, Language, Preferences, PreferencesChange, UserId
from core.store import Store

__all__ = [
    "AmountUnit",
    "Currency",
    "Language",
    "Preferences",
    "PreferencesChange",
    "UserPreferences",
]

ZONE = re.compile(r"(?=.{1,64}\Z)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
"""How the IANA database names its zones; nothing that leads out of its folder."""
TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
"""IETF tags as Telegram tells them (`en`, `pt-br`, `zh-hans`); longer ones are not kept."""
HOURS = 24
MAX_REWARD = Decimal(21_000_000)
"""BTC: all there will ever be."""
FINEST_REWARD = Decimal("1e-12")
"""BTC: as fine as rewards are shown."""

log = structlog.get_logger()


class UserPreferences:
    """Keeps what each user chose: past a sign-out, until all that is kept of them is deleted."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, user: UserId) -> Preferences:
        """Return what the user chose; the defaults where they never did."""
        return await self._store.preferences(user)

    async def meet(self, user: UserId, spoken: str | None) -> Preferences:
        """Return the same, and keep the language *spoken* with the user now, if it is another.

        It is for messages that answer nothing: a store that cannot write spoils nothing else.
        """
        chosen = await self.of(user)
        if spoken is None or spoken == chosen.spoken or TAG.fullmatch(spoken) is None:
            return chosen
        try:
            return await self._store.keep_preferences(user, spoken=spoken)
        except StoreError as error:
            log.warning("spoken_not_kept", code=error.code)
            return replace(chosen, spoken=spoken)

    async def change(self, user: UserId, **changed: Unpack[PreferencesChange]) -> Preferences:
        """Keep *changed* and return the whole; `RequestError` names a field that cannot be."""
        if not 0 <= changed.get("notify_hour", 0) < HOURS:
            raise RequestError("notifyHour: should be 0 to 23")
        if "time_zone" in changed and not is_zone(changed["time_zone"]):
            raise RequestError("timeZone: should be a name of the IANA database")
        for name, limit in (
            ("rewardAbove", changed.get("reward_above")),
            ("rewardBelow", changed.get("reward_below")),
        ):
            if limit is not None and not is_reward(limit):
                raise RequestError(f"{name}: should be an amount of BTC, of 12 decimal places")
        return await self._store.keep_preferences(user, **changed)


def is_reward(limit: Decimal) -> bool:
    """Return whether *limit* is an amount of BTC that a reward can be compared with."""
    return limit.is_finite() and 0 <= limit <= MAX_REWARD and limit % FINEST_REWARD == 0


def is_zone(name: str) -> bool:
    """Return whether *name* is a time zone of the IANA database."""
    if ZONE.fullmatch(name) is None:
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there, no zone, a folder
        return False
    return True
