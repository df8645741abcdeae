"""Income rows kept without a gap, whatever comes twice or late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.books import chronicle as kept
from core.books.chronicle import Chronicle
from core.income.row import IncomeRow, mined_day

START = datetime(2026, 1, 1, 2, tzinfo=UTC)


def row(hours: int, miner: int = 1, value: int = 1) -> IncomeRow:
    at = START + timedelta(hours=hours)
    zero = Decimal(0)
    return IncomeRow(mined_day(at), at, miner, Decimal(value), zero, zero, zero, zero)


arrivals = st.tuples(st.integers(0, 200), st.integers(1, 3))


@settings(deadline=None)  # two slow cores
@given(st.lists(arrivals, max_size=60), st.lists(arrivals, max_size=60))
def test_rows_that_come_in_two_parts_are_each_kept_once_newest_first(
    one: list[tuple[int, int]], other: list[tuple[int, int]]
) -> None:
    joined = (
        Chronicle(0.0)
        .joined([row(*credit) for credit in one], whole=False)
        .joined([row(*credit) for credit in other], whole=True)
    )

    expected = sorted({*one, *other}, reverse=True)
    assert [(found.credited_at, found.miner) for found in joined.rows] == [
        (START + timedelta(hours=hours), miner) for hours, miner in expected
    ]
    assert joined.whole


def test_of_two_tellings_of_a_credit_the_latter_counts() -> None:
    first = Chronicle(0.0).joined([row(3), row(2), row(1)], whole=True)

    corrected = first.joined([row(2, value=5)], whole=True)

    assert [int(found.value) for found in corrected.rows] == [1, 5, 1]


def test_of_too_many_rows_the_newest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MAX_ROWS", 3)

    cut = Chronicle(0.0).joined([row(hours) for hours in range(5)], whole=True)

    assert [found.credited_at.hour for found in cut.rows] == [6, 5, 4]
    assert not cut.reaches(None)
    assert cut.is_enough_for(None)


def test_rows_reach_back_to_a_day_once_an_older_one_is_there() -> None:
    days = Chronicle(0.0).joined([row(72), row(48), row(24)], whole=False)

    assert [found.day for found in days.rows] == [date(2026, 1, day) for day in (3, 2, 1)]
    assert days.reaches(date(2026, 1, 2))
    assert not days.reaches(date(2026, 1, 1))  # another miner's row of that day may follow
    assert [found.day.day for found in days.since(date(2026, 1, 2))] == [3, 2]
    assert days.since(None) == days.rows


def test_nothing_at_all_reaches_nowhere_unless_it_is_the_whole() -> None:
    assert not Chronicle(0.0).reaches(date(2026, 1, 1))
    assert Chronicle(0.0).joined([], whole=True).reaches(None)


def test_newest_rows_meet_what_is_kept_where_they_leave_no_gap() -> None:
    days = Chronicle(0.0).joined([row(10), row(9)], whole=False)

    assert days.meets([row(12), row(10), row(9)])
    assert not days.meets([row(12), row(10)])  # another miner's of that moment may follow
    assert not days.meets([row(12), row(11)])
    assert not days.meets([])
