from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.arithmetic.reinvestment import MOST_YEARS, Point, Purchase, reinvested
from tests.core.arithmetic.figures import HOSTILE, between

DUST = Decimal("1E-25")
AMOUNTS = between("0", "10000", 4)
PURCHASES = st.builds(
    Purchase,
    price_per_th=between("1", "1000", 2),
    efficiency=st.just(Decimal(15)),
    net_per_th=between("0", "1", 4),
)
YEARS = st.integers(1, MOST_YEARS)


def test_a_months_income_buys_th_that_earn_from_the_next_month_on() -> None:
    a_day, per_th = Decimal(12), Decimal("0.12")  # 365 USD and 3.65 USD a month

    points = reinvested(Decimal(100), a_day, Purchase(Decimal("36.5"), Decimal(15), per_th), 1)

    start, first, second = points[:3]
    assert start == Point(0, Decimal(100), Decimal(0), Decimal(0))
    assert len(points) == 13
    for point, told in ((first, ("110", "365", "365")), (second, ("121", "766.5", "730"))):
        figures = (point.power, point.earned, point.saved)
        assert [round(figure, 20) for figure in figures] == [Decimal(text) for text in told]


def test_what_earns_nothing_grows_nothing() -> None:
    points = reinvested(
        Decimal(16), Decimal(0), Purchase(Decimal(13), Decimal(15), Decimal("0.01")), 5
    )

    assert {(point.power, point.earned, point.saved) for point in points} == {
        (Decimal(16), Decimal(0), Decimal(0))
    }
    assert [point.month for point in points] == list(range(61))


def test_th_that_earn_nothing_are_bought_in_vain() -> None:
    points = reinvested(
        Decimal(16), Decimal("0.2"), Purchase(Decimal(13), Decimal(40), Decimal(0)), 1
    )

    assert points[-1].power > 16
    assert abs(points[-1].earned - points[-1].saved) < DUST


@given(AMOUNTS, AMOUNTS, PURCHASES, YEARS)
def test_reinvesting_never_leaves_less(
    power: Decimal, net: Decimal, buying: Purchase, years: int
) -> None:
    points = reinvested(power, net, buying, years)

    assert len(points) == 12 * years + 1
    for before, after in pairwise(points):
        assert after.power >= before.power
        assert after.earned >= before.earned
        assert after.earned >= after.saved * (1 - DUST)


@given(AMOUNTS, AMOUNTS, PURCHASES, YEARS)
def test_every_cent_earned_became_th(
    power: Decimal, net: Decimal, buying: Purchase, years: int
) -> None:
    last = reinvested(power, net, buying, years)[-1]

    spent = (last.power - power) * buying.price_per_th
    assert abs(spent - last.earned) <= DUST * (1 + last.earned + last.power)


@given(
    HOSTILE, HOSTILE, st.builds(Purchase, HOSTILE.filter(lambda f: f > 0), HOSTILE, HOSTILE), YEARS
)
def test_no_figure_breaks_the_reckoning(
    power: Decimal, net: Decimal, buying: Purchase, years: int
) -> None:
    assert reinvested(power, net, buying, years)[-1].power.is_finite()
