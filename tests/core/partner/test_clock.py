"""What the partner's `Date` proves about our clock."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.partner.clock import PartnerClock, unix_time

NOW = 1_790_000_000.25


def learnt(date: str | None, *, took: float = 0.1) -> PartnerClock:
    clock = PartnerClock(lambda: NOW)
    clock.learn(date, NOW - took, NOW)
    return clock


@pytest.mark.parametrize(
    ("ahead", "offset"),
    [
        pytest.param(0, 0.0, id="same second"),
        pytest.param(1, 0.75, id="next second, too soon for the time it took"),
        pytest.param(-1, -1.25, id="the second before, which is over"),
        pytest.param(600, 599.75, id="ten minutes ahead"),
        pytest.param(-600, -600.25, id="ten minutes behind"),
        pytest.param(90_000, 0.0, id="further off than a clock can be"),
        pytest.param(-90_000, 0.0, id="further behind than a clock can be"),
    ],
)
def test_the_clock_is_corrected_only_as_far_as_it_is_proven_wrong(
    ahead: int, offset: float
) -> None:
    clock = learnt(formatdate(int(NOW) + ahead, usegmt=True))

    assert clock.offset == pytest.approx(offset)
    assert clock.now() == pytest.approx(NOW + offset)
    assert clock.timestamp() == int((NOW + clock.offset) * 1000)


@pytest.mark.parametrize(
    "date", [None, "", "yesterday", "Mon, 99 Foo 2026 00:00:00 GMT", "1" * 400]
)
def test_what_is_no_date_teaches_nothing(date: str | None) -> None:
    assert learnt(date).offset == 0.0


def test_a_slow_answer_proves_less() -> None:
    assert learnt(formatdate(int(NOW) - 1, usegmt=True), took=1.0).offset == 0.0


def test_only_the_first_answer_of_a_second_counts() -> None:
    clock = PartnerClock(lambda: NOW)
    date = formatdate(int(NOW) + 60, usegmt=True)

    clock.learn(date, NOW, NOW)
    kept = clock.offset
    clock.learn(date, NOW + 5, NOW + 5)

    assert clock.offset == kept


def test_a_better_proof_replaces_a_worse() -> None:
    clock = PartnerClock(lambda: NOW)

    clock.learn(formatdate(int(NOW) + 60, usegmt=True), NOW - 9, NOW)
    clock.learn(formatdate(int(NOW) + 64, usegmt=True), NOW + 3.9, NOW + 4)

    assert clock.offset == pytest.approx(59.75)


@given(
    truth=st.floats(-80_000, 80_000),
    out=st.floats(0, 4),
    back=st.floats(0, 4),
)
def test_a_corrected_timestamp_is_never_early_and_late_by_no_more_than_the_way_took(
    truth: float, out: float, back: float
) -> None:
    clock = PartnerClock(lambda: NOW)
    date = formatdate(int(NOW + out + truth), usegmt=True)

    clock.learn(date, NOW, NOW + out + back)

    if clock.offset:
        assert -0.001 <= truth - clock.offset <= 1 + out + back + 0.001
    else:
        assert abs(truth) <= 1 + out + back + 0.001


def test_dates_are_read_in_each_form() -> None:
    assert unix_time("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777
    assert unix_time("Sun Nov  6 08:49:37 1994") is not None
    assert unix_time("soon") is None
