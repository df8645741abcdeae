"""Time zones as people name them: a city in their language or in English, or hours from UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from bot.texts import Words
from core.preferences import is_zone

COMMON = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Asia/Dubai",
    "Asia/Almaty",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Los_Angeles",
)
"""Offered unasked: one for most who mine."""

MOST = 8
"""Zones found at a time."""

LONGEST = 64
SECONDS_A_MINUTE = 60
MINUTES_AN_HOUR = 60

_OFFSET = re.compile(
    r"(?:UTC|GMT)?\s*([+\N{MINUS SIGN}-])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE | re.ASCII
)
_CITIES = re.compile(
    r"(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+"
)


class _Place(NamedTuple):
    zone: str
    names: tuple[str, ...]


def city(zone: str, words: Words) -> str:
    """Return what the language calls a zone's city; the zone's own name where it has none."""
    if not _CITIES.fullmatch(zone):
        return zone
    return _local(zone, words.locale) or zone.rpartition("/")[2].replace("_", " ")


def offset(zone: str, now: datetime) -> str:
    """Return how far its clocks are from UTC: `UTC+5:30`."""
    minutes = _minutes(zone, now)
    hours, rest = divmod(abs(minutes), MINUTES_AN_HOUR)
    sign = "\N{MINUS SIGN}" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def find(text: str, words: Words, now: datetime) -> list[str]:
    """Return the zones that *text* may mean, the likeliest first; at most `MOST`.

    Reads the time zone database when it is first asked: not on the loop.
    """
    asked = " ".join(text.replace("_", " ").split())
    if not 0 < len(asked) <= LONGEST:
        return []
    hours = _OFFSET.fullmatch(asked)
    found = _at_offset(hours, now) if hours else _named(_folded(asked), words.locale)
    return list(dict.fromkeys(found))[:MOST]


def _at_offset(hours: re.Match[str], now: datetime) -> Iterator[str]:
    minutes = int(hours[2]) * MINUTES_AN_HOUR + int(hours[3] or 0)
    wanted = -minutes if hours[1] != "+" else minutes
    known = (*COMMON, *(place.zone for place in _places("en")))
    yield from (zone for zone in known if _minutes(zone, now) == wanted)


def _named(asked: str, locale: Locale) -> Iterator[str]:
    places = _places(str(locale))
    yield from (zone for zone in COMMON if _folded(zone) == asked)
    for fits in (str.__eq__, str.startswith):
        yield from (
            place.zone for place in places if any(fits(name, asked) for name in place.names)
        )


@lru_cache(maxsize=16)
def _places(locale: str) -> tuple[_Place, ...]:
    """Return every place that zones are called after, the common first, with all its names."""
    read = Locale.parse(locale)
    names: dict[str, set[str]] = {}
    for zone in sorted(filter(_CITIES.fullmatch, available_timezones())):
        own = names.setdefault(_canonical(zone), set())
        own |= {_folded(zone), _folded(zone.rpartition("/")[2]), _folded(_local(zone, read))}
    common = {_canonical(zone): zone for zone in COMMON}
    zones = {one: common.get(one, one) for one in sorted(names, key=lambda one: one not in common)}
    return tuple(
        _Place(zone, tuple(names[one] - {""})) for one, zone in zones.items() if is_zone(zone)
    )


def _canonical(zone: str) -> str:
    """Return the name that stands for all names of a zone."""
    return str(get_global("zone_aliases").get(zone, zone))


def _local(zone: str, locale: Locale) -> str:
    """Return what CLDR calls the city; nothing where the language writes it as the zone does.

    CLDR keeps to the name that a zone had first: to `Europe/Kiev`, to `Asia/Calcutta`.
    """
    canonical = _canonical(zone)
    for name in (canonical, *_first_names().get(canonical, ())):
        if found := locale.time_zones.get(name, {}).get("city"):
            return str(found)
    return ""


@lru_cache(maxsize=1)
def _first_names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for first, canonical in get_global("zone_aliases").items():
        names.setdefault(canonical, []).append(first)
    return names


def _folded(name: str) -> str:
    return name.replace("_", " ").casefold()


def _minutes(zone: str, now: datetime) -> int:
    away = now.astimezone(ZoneInfo(zone)).utcoffset()
    return 0 if away is None else int(away.total_seconds()) // SECONDS_A_MINUTE
