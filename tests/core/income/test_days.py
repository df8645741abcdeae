from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.income.days import DaySplit, is_partial, partial_days, split_days, summed
from core.income.row import IncomeRow, mined_day
from tests.core.income.made import DAY, NEXT, figures, row

FIGURES = figures(-60, 10)
ROWS = st.lists(
    st.builds(
        row,
        miner=st.integers(1, 4),
        day=st.sampled_from([DAY, NEXT]),
        value=FIGURES,
        electricity=FIGURES,
        service=FIGURES,
        service_3=FIGURES,
        service_4=FIGURES,
    ),
    max_size=8,
)


def test_a_day_is_the_sum_of_its_miners() -> None:
    rows = [
        row(
            1,
            DAY,
            Decimal("0.0000024"),
            Decimal("0.000002"),
            Decimal("0.000001"),
            Decimal("1E-9"),
            Decimal("2E-9"),
        ),
        row(2, DAY, Decimal("0.0000001"), Decimal("0.000003"), Decimal("0.000002")),
    ]

    assert split_days(rows, maintenance_apart=False) == [
        DaySplit(
            DAY,
            gross=Decimal("0.000010503"),
            electricity=Decimal("0.000005"),
            service=Decimal("0.000003"),
            service_3=Decimal("1E-9"),
            service_4=Decimal("2E-9"),
            net=Decimal("0.0000025"),
            ids=frozenset({1, 2}),
        )
    ]


def test_what_is_credited_is_gross_where_maintenance_is_paid_apart() -> None:
    [split] = split_days([row(1, DAY, Decimal(5), Decimal(3), Decimal(1))], maintenance_apart=True)

    assert (split.gross, split.net) == (Decimal(5), Decimal(1))


def test_maintenance_paid_apart_may_cost_more_than_was_earned() -> None:
    [split] = split_days([row(1, DAY, Decimal(2), Decimal(3), Decimal(1))], maintenance_apart=True)

    assert split.net == -2


def test_days_come_newest_first_and_one_without_rows_is_none() -> None:
    rows = [row(1, DAY), row(1, DAY - timedelta(5)), row(1, NEXT)]

    days = [split.day for split in split_days(rows, maintenance_apart=False)]

    assert days == [NEXT, DAY, DAY - timedelta(5)]


def test_no_rows_are_no_days() -> None:
    assert split_days([], maintenance_apart=False) == []


def test_one_miner_may_be_asked_for_alone() -> None:
    rows = [row(1, DAY, Decimal(1)), row(2, DAY, Decimal(2)), row(2, NEXT, Decimal(4))]

    splits = split_days(rows, maintenance_apart=False, miner=2)

    told = [(split.day, split.net, split.miners) for split in splits]
    assert told == [(NEXT, Decimal(4), 1), (DAY, Decimal(2), 1)]
    assert split_days(rows, maintenance_apart=False, miner=3) == []


def test_a_miner_credited_twice_is_one_miner() -> None:
    [split] = split_days(
        [row(1, DAY, Decimal(1)), row(1, DAY, Decimal(2))], maintenance_apart=False
    )

    assert (split.net, split.miners) == (Decimal(3), 1)


@given(ROWS, st.booleans())
def test_gross_less_costs_is_net_to_the_last_digit(rows: list[IncomeRow], apart: bool) -> None:  # noqa: FBT001  # drawn
    for split in split_days(rows, maintenance_apart=apart):
        costs = [split.electricity, split.service, split.service_3, split.service_4]
        assert split.net == summed_exactly(split.gross, *(cost.copy_negate() for cost in costs))


def test_a_day_is_reckoned_with_other_th_in_every_figure() -> None:
    one = Decimal(1)
    [split] = split_days([row(1, DAY, one, one, one, one, one)], maintenance_apart=False)

    two = Decimal(2)
    assert split.times(two) == DaySplit(DAY, Decimal(10), two, two, two, two, two, frozenset({1}))


@given(ROWS)
def test_days_add_up_to_their_rows(rows: list[IncomeRow]) -> None:
    total = summed(split_days(rows, maintenance_apart=False))

    assert total.net == summed_exactly(*(each.value for each in rows))
    assert total.ids == {each.miner for each in rows}


def summed_exactly(*figures: Decimal) -> Decimal:
    grain = 10**60
    whole = sum((Fraction(figure) for figure in figures), Fraction(0)) * grain
    assert whole.denominator == 1
    return Decimal(f"{whole.numerator}E-60")


@pytest.mark.parametrize(
    ("credited_at", "day"),
    [
        pytest.param(datetime(2026, 11, 22, 2, tzinfo=UTC), date(2026, 11, 21), id="at night"),
        pytest.param(datetime(2026, 11, 22, tzinfo=UTC), date(2026, 11, 21), id="at midnight"),
        pytest.param(
            datetime.fromisoformat("2026-11-22T02:30:00+05:00"), date(2026, 11, 20), id="elsewhere"
        ),
        pytest.param(datetime(1, 1, 1, tzinfo=UTC), date.min, id="the first day of all"),
        pytest.param(datetime.fromisoformat("0001-01-01T00:00:00+05:00"), date.min, id="before it"),
    ],
)
def test_the_mined_day_is_the_utc_day_before_the_credit(credited_at: datetime, day: date) -> None:
    assert mined_day(credited_at) == day


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=UTC)


def credited(day: date, *ids: int) -> DaySplit:
    return DaySplit(day, ids=frozenset(ids))


@pytest.mark.parametrize(
    ("now", "ids", "partial"),
    [
        pytest.param(at(3), [1, 2], True, id="still arriving"),
        pytest.param(at(4, 59), [1, 2], True, id="just before five"),
        pytest.param(at(5), [1, 2], False, id="at five"),
        pytest.param(at(3), [1, 2, 3], False, id="all are there"),
        pytest.param(at(3), [1, 2, 3, 4], False, id="one more than before"),
        pytest.param(at(3), [1, 2, 4], True, id="a new one in the place of one that is missing"),
        pytest.param(at(3), [1, 4, 5, 6], True, id="many new ones"),
        pytest.param(at(5), [1, 2, 4], False, id="one was sold and another bought"),
    ],
)
def test_a_day_is_partial_until_five_while_miners_are_missing(
    now: datetime, ids: list[int], *, partial: bool
) -> None:
    latest, before = credited(NEXT, *ids), credited(DAY, 1, 2, 3)

    assert is_partial(latest, before, now=now) is partial
    assert partial_days([latest, before], now=now) == ({NEXT} if partial else set())


def test_a_first_day_misses_nobody() -> None:
    assert not is_partial(credited(NEXT, 1), None, now=at(3))
    assert partial_days([credited(NEXT, 1)], now=at(3)) == frozenset()


def test_a_sold_miner_is_missed_on_the_first_day_without_it_alone() -> None:
    week = [credited(NEXT, 1), credited(DAY, 1), credited(DAY - timedelta(1), 1, 2)]

    assert partial_days(week, now=at(3)) == frozenset()
    assert partial_days(week[1:], now=at(3) - timedelta(1)) == {DAY}


def test_a_day_is_compared_with_the_calendar_day_before() -> None:
    splits = [credited(NEXT, 1), credited(DAY - timedelta(1), *range(9))]

    assert partial_days(splits, now=at(3)) == frozenset()


def test_the_calendars_ends_are_days_too() -> None:
    ends = [credited(date.max, 1), credited(date.min, 1)]

    assert partial_days(ends, now=at(3)) == frozenset()
    assert not is_partial(ends[0], credited(date.max, 1, 2), now=at(3))
