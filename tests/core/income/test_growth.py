"""Miners whose TH changed, told from all that moves every miner alike."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.income.change import Credits, compare
from core.income.effect import Cause, Certainty
from core.income.row import IncomeRow
from tests.core.income.made import DAY, NEXT, Mine, World
from tests.core.income.test_change import (
    FEW_GRAINS,
    FLEET,
    POWERS,
    USUAL,
    WORLDS,
    effect,
    moved,
    whole,
)


@pytest.mark.parametrize("recorded", [False, True], ids=["from rows", "with rates"])
@pytest.mark.parametrize("backwards", [False, True], ids=["more", "less"])
def test_other_th_of_a_miner_are_power(*, recorded: bool, backwards: bool) -> None:
    fleets = [FLEET, (*FLEET[:2], replace(FLEET[2], power=Decimal(120)))]
    first, second = reversed(fleets) if backwards else fleets

    change = compare(
        USUAL.credits(first, DAY, recorded=recorded),
        USUAL.credits(second, NEXT, recorded=recorded),
        powers={mine.id: mine.power for mine in second},
        maintenance_apart=False,
    )

    assert set(moved(change)) == {Cause.POWER}
    assert whole(change)
    power = effect(change, Cause.POWER)
    assert (power.before, power.after) == tuple(
        map(Decimal, (140, 116) if backwards else (116, 140))
    )
    assert power.certainty is Certainty.INFERRED


def test_th_that_grew_are_told_from_what_else_moved() -> None:
    later = World(payout=Decimal("5.4E-7"), btc=Decimal(80000))
    grown = (replace(FLEET[0], power=Decimal(18)), *FLEET[1:])

    change = compare(
        USUAL.credits(FLEET, DAY, recorded=True),
        later.credits(grown, NEXT, recorded=True),
        powers={mine.id: mine.power for mine in grown},
        maintenance_apart=False,
    )

    assert set(moved(change)) == {Cause.POWER, Cause.PAYOUT, Cause.BTC_PRICE}
    eighth = USUAL.row(FLEET[0], DAY).value / 8
    power = effect(change, Cause.POWER)
    assert abs(power.amount - eighth) <= FEW_GRAINS
    assert (power.before, power.after) == (Decimal(116), Decimal(118))
    payout = effect(change, Cause.PAYOUT)
    assert payout.before == pytest.approx(Decimal("4.94E-7"), rel=Decimal("1E-20"))
    assert payout.after == pytest.approx(Decimal("5.4E-7"), rel=Decimal("1E-20"))


@pytest.mark.parametrize("recorded", [False, True], ids=["from rows", "with rates"])
@pytest.mark.parametrize("mines", [FLEET[:1], FLEET[:2]], ids=["the only one", "one of two"])
def test_recorded_rates_tell_th_that_grew_where_there_is_no_majority(
    mines: tuple[Mine, ...], *, recorded: bool
) -> None:
    grown = (replace(mines[0], power=Decimal(20)), *mines[1:])

    change = compare(
        USUAL.credits(mines, DAY, recorded=recorded),
        World(payout=Decimal("5.4E-7"), btc=Decimal(70000)).credits(grown, NEXT, recorded=recorded),
        powers={mine.id: mine.power for mine in grown},
        maintenance_apart=False,
    )

    assert (Cause.POWER in moved(change)) is recorded
    if recorded:
        assert set(moved(change)) == {Cause.POWER, Cause.PAYOUT, Cause.BTC_PRICE}
    assert whole(change)


def test_a_payout_recorded_late_is_no_change_of_th() -> None:
    """Service says that the only miner's TH are the same."""
    before = USUAL.credits(FLEET[:1], DAY, recorded=True)
    after = replace(World(payout=Decimal("5.4E-7")).credits(FLEET[:1], NEXT), rates=USUAL.rates())

    change = compare(before, after, powers=POWERS, maintenance_apart=False)

    assert set(moved(change)) == {Cause.PAYOUT}
    assert effect(change, Cause.PAYOUT).certainty is Certainty.INFERRED


def test_rounding_to_whole_satoshis_is_no_change_of_th() -> None:
    def rounded(world: World, day: date) -> Credits:
        small = [Mine(number, Decimal(1), Decimal(12 + number)) for number in range(9)]
        told = world.credits(small, day, recorded=True)
        return replace(told, rows=tuple(satoshis(each) for each in told.rows))

    change = compare(
        rounded(USUAL, DAY),
        rounded(World(payout=Decimal("4.3E-7"), btc=Decimal(85000)), NEXT),
        powers=dict.fromkeys(range(9), Decimal(1)),
        maintenance_apart=False,
    )

    assert not effect(change, Cause.POWER).amount


def satoshis(told: IncomeRow) -> IncomeRow:
    grain = Decimal("1E-8")
    return replace(
        told,
        value=told.value.quantize(grain),
        electricity=told.electricity.quantize(grain),
        service=told.service.quantize(grain),
    )


@pytest.mark.parametrize("factor", [Decimal("1E6"), Decimal("1E-6")], ids=["more", "less"])
def test_a_gross_of_another_size_altogether_is_no_growth(factor: Decimal) -> None:
    after = USUAL.credits(FLEET, NEXT)
    last = after.rows[2]
    odd = replace(
        last,
        value=last.value * factor,
        electricity=last.electricity * factor,
        service=last.service * factor,
    )

    change = compare(
        USUAL.credits(FLEET, DAY),
        replace(after, rows=(*after.rows[:2], odd)),
        powers=POWERS,
        maintenance_apart=False,
    )

    assert Cause.POWER not in moved(change)


@given(WORLDS, WORLDS, st.integers(105, 300), st.booleans())
def test_what_grew_is_power_whatever_else_moved(
    first: World,
    second: World,
    percent: int,
    recorded: bool,  # noqa: FBT001  # drawn
) -> None:
    grown = (*FLEET[:2], replace(FLEET[2], power=FLEET[2].power * percent / 100))

    change = compare(
        first.credits(FLEET, DAY, recorded=recorded, apart=True),
        second.credits(grown, NEXT, recorded=recorded, apart=True),
        powers=POWERS,
        maintenance_apart=True,
    )

    was = first.row(FLEET[2], DAY, apart=True).net(maintenance_apart=True)
    assert abs(effect(change, Cause.POWER).amount - was * (percent - 100) / 100) <= FEW_GRAINS
    assert whole(change)
