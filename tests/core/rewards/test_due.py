"""When a user is told of which mined day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rewards import CATCH_UP, mined_day, told_day

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param("2026-11-22T05:00", "2026-11-21", id="all of yesterday is credited by five"),
        pytest.param("2026-11-22T04:59", "2026-11-20", id="a minute before it may not be"),
        pytest.param("2026-11-22T23:59", "2026-11-21", id="and stays the latest until the next"),
    ],
)
def test_a_mined_day_counts_once_its_last_credit_is_in(moment: str, day: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert mined_day(at) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("zone", "hour", "now", "day"),
    [
        pytest.param("UTC", 9, "2026-11-22T08:59", None, id="before the hour"),
        pytest.param("UTC", 9, "2026-11-22T09:00", "2026-11-21", id="at the hour"),
        pytest.param("UTC", 9, "2026-11-22T15:00", "2026-11-21", id="six hours late"),
        pytest.param("UTC", 9, "2026-11-22T15:01", None, id="too late"),
        pytest.param("UTC", 3, "2026-11-22T04:00", "2026-11-20", id="awake before the credits"),
        pytest.param("UTC", 3, "2026-11-22T08:00", "2026-11-20", id="late, yet of the same day"),
        pytest.param("UTC", 22, "2026-11-23T01:00", "2026-11-21", id="past midnight"),
        pytest.param("Asia/Tokyo", 7, "2026-11-21T22:00", "2026-11-20", id="east of the credits"),
        pytest.param("America/New_York", 8, "2026-11-22T13:00", "2026-11-21", id="west of them"),
        pytest.param("Europe/Berlin", 2, "2026-03-29T01:00", "2026-03-27", id="an hour left out"),
        pytest.param("Europe/Berlin", 2, "2026-10-25T00:00", "2026-10-23", id="an hour twice"),
        pytest.param("No/Where", 9, "2026-11-22T09:00", "2026-11-21", id="a zone unknown here"),
    ],
)
def test_users_are_told_at_their_own_hour(zone: str, hour: int, now: str, day: str | None) -> None:
    found = told_day(zone, hour, datetime.fromisoformat(now).replace(tzinfo=UTC))

    assert found == (day and date.fromisoformat(day))


@given(
    hours=st.integers(0, 23),
    zone=st.sampled_from(["UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati"]),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001  # made aware below
)
def test_over_the_days_no_mined_day_is_left_out(hours: int, zone: str, start: datetime) -> None:
    begin = start.replace(tzinfo=UTC)

    told = {
        told_day(zone, hours, begin + quarter * timedelta(minutes=15))
        for quarter in range(4 * 24 * 5)
    } - {None}

    days = sorted(day for day in told if day)
    assert len(days) >= 4
    assert days == [days[0] + timedelta(each) for each in range(len(days))]


def test_nobody_is_told_for_longer_than_the_time_to_catch_up() -> None:
    quarters = [NOON + each * timedelta(minutes=15) for each in range(96)]

    told = [moment for moment in quarters if told_day("UTC", 9, moment)]

    assert len(told) == CATCH_UP // timedelta(minutes=15) + 1
