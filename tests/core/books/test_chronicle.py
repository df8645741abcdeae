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


def test_rows_read_anew_take_the_place_of_all_as_far_back_as_they_reach() -> None:
    kept_before = Chronicle(0.0).joined([row(hours) for hours in range(9)], whole=True)

    anew = kept_before.anew(5.0).joined([row(8, value=5), row(6)], whole=False)
    further = anew.joined([row(5), row(3)], whole=False)

    assert anew.begun == 5.0
    assert [found.credited_at.hour - 2 for found in anew.rows] == [8, 6, 5, 4, 3, 2, 1, 0]
    assert int(anew.rows[0].value) == 5
    assert [found.credited_at.hour - 2 for found in further.rows] == [8, 6, 5, 3, 2, 1, 0]
    assert (anew.proofread, further.proofread) == (2, 4)


def test_rows_not_read_anew_are_told_but_are_not_enough() -> None:
    days = Chronicle(0.0).joined([row(72), row(48), row(24)], whole=True)

    anew = days.anew(5.0).joined([row(72)], whole=False)

    assert anew.reaches(None)
    assert not anew.is_enough_for(None)
    assert not anew.is_enough_for(date(2026, 1, 3))
    assert anew.is_enough_for(date(2026, 1, 4))
    assert days.is_enough_for(None)


def test_rows_read_anew_to_their_old_end_are_the_whole_again() -> None:
    days = Chronicle(0.0).joined([row(72), row(48)], whole=True)

    same = days.anew(5.0).joined([row(72), row(48)], whole=False)
    longer = days.anew(5.0).joined([row(72), row(48), row(24)], whole=False)
    shorter = days.anew(5.0).joined([row(72)], whole=True)
    nothing = days.anew(5.0).joined([], whole=True)

    assert same.is_enough_for(None)
    assert not longer.reaches(None)
    assert (len(shorter.rows), shorter.is_enough_for(None)) == (1, True)
    assert (nothing.rows, nothing.is_enough_for(None)) == ((), True)


def test_nothing_read_anew_is_not_enough_though_there_was_nothing() -> None:
    empty = Chronicle(0.0).joined([], whole=True)

    assert empty.is_enough_for(None)
    assert not empty.anew(5.0).is_enough_for(None)


def test_of_rows_read_anew_and_others_no_more_are_kept_than_may_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "MAX_ROWS", 4)
    days = Chronicle(0.0).joined([row(hours) for hours in range(4)], whole=True)

    anew = days.anew(5.0).joined([row(5), row(4), row(3)], whole=False)

    assert [found.credited_at.hour - 2 for found in anew.rows] == [5, 4, 3, 2]
    assert not anew.reaches(None)
    assert not anew.is_enough_for(None)
    assert anew.joined([row(2)], whole=False).is_enough_for(None)


def test_of_too_many_rows_the_newest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MAX_ROWS", 3)

    cut = Chronicle(0.0).joined([row(hours) for hours in range(5)], whole=True)

    assert [found.credited_at.hour for found in cut.rows] == [6, 5, 4]
    assert not cut.reaches(None)
    assert cut.is_enough_for(None)
    assert cut.proofread == 3


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
