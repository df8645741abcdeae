"""Of which mined day a user is told now, if of any: at the hour they chose, where they live."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.income.days import CREDITS_CLOSE

CATCH_UP = timedelta(hours=6)
"""For so long after the hour a day is still told; later its news is stale."""
DAY = timedelta(1)


def mined_day(moment: datetime) -> date:
    """Return the latest day that is credited by *moment*, to its last row."""
    closed = timedelta(hours=CREDITS_CLOSE.hour)
    return (moment.astimezone(UTC) - closed).date() - DAY


def told_day(time_zone: str, hour: int, now: datetime) -> date | None:
    """Return the mined day that those of this zone and hour are told of; None at other times.

    Whoever wakes before the credits are in is told of the day before.
    """
    zone = _zone(time_zone)
    local = now.astimezone(zone)
    moment = datetime.combine(local.date(), time(hour), zone)
    if moment > local:
        moment = datetime.combine(local.date() - DAY, time(hour), zone)
    # Differences of one zone's times would miss the hour that a clock change adds or takes.
    if now - moment.astimezone(UTC) > CATCH_UP:
        return None
    return mined_day(moment)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a zone that a newer database no longer has
        return UTC
