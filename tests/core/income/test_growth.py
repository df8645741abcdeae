"""Miners whose TH changed, told from all that moves every miner alike."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.income.change import Change, Credits, compare
from core.income.days import split_day
from core.income.effect import Cause, Certainty
from core.income.factors import Pair
from core.income.row import IncomeRow
from tests.core.income.made import DAY, NEXT, Mine, World, row
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


LARGE = Mine(1, Decimal(100), Decimal(15))
BESIDE = (Mine(2, Decimal(16), Decimal(15)), Mine(3, Decimal(4), Decimal(20)))


def bought(
    th: str, *, recorded: bool, beside: tuple[Mine, ...] = (), later: World = USUAL
) -> dict[Cause, tuple[Decimal, Certainty]]:
    """Return what the causes did, in satoshis, where a miner of 100 TH bought some."""
    large = replace(LARGE, power=LARGE.power + Decimal(th))
    before = USUAL.credits((LARGE, *beside), DAY, recorded=recorded)
    after = later.credits((large, *beside), NEXT, recorded=recorded)
    change = compare(
        replace(before, rows=tuple(map(satoshis, before.rows))),
        replace(after, rows=tuple(map(satoshis, after.rows))),
        powers={mine.id: mine.power for mine in (large, *beside)},
        maintenance_apart=False,
    )
    return {each.cause: (each.amount * 10**8, each.certainty) for each in change.effects}


@pytest.mark.parametrize("beside", [(), BESIDE], ids=["alone", "among three"])
@pytest.mark.parametrize("th", ["1.9", "1", "-1.5"])
def test_a_large_miner_that_bought_a_percent_moved_power_and_not_the_payout(
    th: str, beside: tuple[Mine, ...]
) -> None:
    found = bought(th, recorded=not beside, beside=beside)

    power, certainty = found[Cause.POWER]
    assert abs(power - Decimal(th) * Decimal("15.29")) < 1
    assert certainty is Certainty.INFERRED
    payout, certainty = found[Cause.PAYOUT]
    assert abs(payout) < 1
    assert certainty is Certainty.INFERRED


@pytest.mark.parametrize("beside", [(), BESIDE], ids=["alone", "among three"])
def test_rounding_leaves_a_large_miners_payout_known(beside: tuple[Mine, ...]) -> None:
    found = bought("0", recorded=True, beside=beside, later=World(payout=Decimal("4.9641E-7")))

    assert found[Cause.POWER] == (Decimal(0), Certainty.KNOWN)
    assert found[Cause.PAYOUT][1] is Certainty.KNOWN


@pytest.mark.parametrize(
    ("payout", "btc"),
    [
        pytest.param("4.97E-7", "78862.65", id="the payout alone"),
        pytest.param("4.97E-7", "79300", id="one higher, one lower"),
    ],
)
def test_rates_recorded_at_another_hour_are_no_change_of_th(payout: str, btc: str) -> None:
    change = compare(
        USUAL.credits([LARGE], DAY, recorded=True),
        replace(
            USUAL.credits([LARGE], NEXT),
            rates=World(payout=Decimal(payout), btc=Decimal(btc)).rates(),
        ),
        powers={1: Decimal(100)},
        maintenance_apart=False,
    )

    assert not effect(change, Cause.POWER).amount
    assert effect(change, Cause.PAYOUT).certainty is Certainty.INFERRED


def of_miners(*grosses: str) -> tuple[IncomeRow, ...]:
    return tuple(row(miner, NEXT, Decimal(gross)) for miner, gross in enumerate(grosses))


def apart(before: tuple[IncomeRow, ...], after: tuple[IncomeRow, ...]) -> Change:
    return compare(
        Credits(DAY, before),
        Credits(NEXT, after),
        powers={each.miner: Decimal(1) for each in before},
        maintenance_apart=True,
    )


def test_rounding_of_two_miners_against_each_other_is_no_growth_of_either() -> None:
    change = apart(
        of_miners("0.00000396", "0.00000396", "0.00000396"),
        of_miners("0.00000396", "0.00000396", "0.00000400"),
    )

    assert not effect(change, Cause.POWER).amount


def test_large_miners_that_moved_by_another_half_percent_each_tell_no_payout() -> None:
    change = apart(
        of_miners("0.00005", "0.00005", "0.00005"),
        of_miners("0.00005", "0.00005025", "0.0000506"),
    )

    assert not effect(change, Cause.POWER).amount
    assert effect(change, Cause.PAYOUT).certainty is Certainty.INFERRED


def test_rounding_takes_as_much_of_every_miner_and_less_of_the_more_that_was_earned() -> None:
    def noise(*grosses: str) -> Decimal:
        split = split_day(NEXT, of_miners(*grosses), maintenance_apart=True)
        return Pair(split, split).noise

    assert noise("0.00005") == Decimal("0.0006")
    assert noise("0.000025", "0.000025") == Decimal("0.0012")
    assert noise("0.0000005") == Decimal("0.06")


def test_a_small_miners_rounding_is_no_growth_of_a_large_one() -> None:
    """Two of 1 TH each, of which rounding takes a percent, tell the payout that coarsely."""
    mines = (LARGE, Mine(2, Decimal(1), Decimal(15)), Mine(3, Decimal(1), Decimal(15)))
    told = USUAL.credits(mines, NEXT)
    less = tuple(
        replace(each, value=each.value - Decimal("5E-9")) if each.miner > 1 else each
        for each in told.rows
    )

    change = compare(
        USUAL.credits(mines, DAY),
        replace(told, rows=less),
        powers={mine.id: mine.power for mine in mines},
        maintenance_apart=False,
    )

    assert not effect(change, Cause.POWER).amount


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
