"""The latest day against those before it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.income import trend
from core.income.days import DaySplit
from core.income.trend import trend_of

LAST = date(2026, 11, 21)


def splits(*nets: int | None) -> list[DaySplit]:
    """Return days newest first; None is a day without credits."""
    return [
        DaySplit(LAST - timedelta(ago), net=Decimal(net))
        for ago, net in enumerate(nets)
        if net is not None
    ]


def test_the_latest_day_is_set_against_the_mean_of_the_seven_before() -> None:
    told = trend_of(splits(110, *[100] * 7, 10**6), since=None, partial=frozenset())

    assert told.latest == DaySplit(LAST, net=Decimal(110))
    assert (told.mean, told.change) == (Decimal(100), Decimal("0.1"))


def test_fewer_days_will_do_and_days_without_credits_do_not_count() -> None:
    told = trend_of(splits(90, None, 100, None, 80), since=None, partial=frozenset())

    assert (told.mean, told.change) == (Decimal(90), Decimal(0))


def test_a_gap_is_not_filled_with_days_older_than_the_seven() -> None:
    told = trend_of(splits(90, *[None] * 5, 100, 80, 10**6), since=None, partial=frozenset())

    assert told.mean == Decimal(90)


def test_after_a_week_without_credits_there_is_no_mean() -> None:
    told = trend_of(splits(90, *[None] * 7, 100), since=None, partial=frozenset())

    assert (told.mean, told.change) == (None, None)


def test_days_between_are_zero_the_oldest_first() -> None:
    told = trend_of(splits(3, None, 1), since=None, partial=frozenset())

    assert [int(net) for _, net in told.days] == [1, 0, 3]
    assert [day for day, _ in told.days] == [LAST - timedelta(ago) for ago in (2, 1, 0)]


def test_days_begin_where_they_are_asked_to_and_the_mean_looks_further() -> None:
    told = trend_of(splits(3, 2, 1), since=LAST - timedelta(1), partial=frozenset())

    assert [int(net) for _, net in told.days] == [2, 3]
    assert told.mean == Decimal("1.5")


def test_a_day_whose_credits_are_still_arriving_has_not_fallen() -> None:
    told = trend_of(splits(1, 100), since=None, partial=frozenset({LAST}))

    assert told.partial
    assert (told.mean, told.change) == (Decimal(100), None)


@pytest.mark.parametrize(
    ("nets", "mean"),
    [
        pytest.param((5,), None, id="the first day"),
        pytest.param((5, 0), Decimal(0), id="nothing before"),
        pytest.param((5, -5), Decimal(-5), id="a loss before"),
    ],
)
def test_without_a_mean_above_zero_there_is_no_change(
    nets: tuple[int, ...], mean: Decimal | None
) -> None:
    told = trend_of(splits(*nets), since=None, partial=frozenset())

    assert (told.mean, told.change) == (mean, None)


def test_before_the_first_credit_there_is_nothing_to_tell() -> None:
    told = trend_of([], since=None, partial=frozenset())

    assert (told.latest, told.mean, told.change, told.days) == (None, None, None, ())


def test_all_credits_older_than_asked_for_leave_no_days_and_a_latest() -> None:
    told = trend_of(splits(3, 2), since=LAST + timedelta(1), partial=frozenset())

    assert told.days == ()
    assert told.latest is not None


def test_days_of_another_age_do_not_make_an_endless_row() -> None:
    far = [*splits(1), DaySplit(date(1, 1, 1), net=Decimal(1))]

    told = trend_of(far, since=None, partial=frozenset())

    assert len(told.days) == trend.MOST_DAYS
    assert told.days[-1].day == LAST
