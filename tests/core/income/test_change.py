from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.income.change import Change, Credits, compare
from core.income.effect import Cause, Certainty, Effect
from tests.core.income.made import DAY, NEXT, Mine, World, figures, row

FLEET = (
    Mine(1, Decimal(16), Decimal(15)),
    Mine(2, Decimal(4), Decimal(20)),
    Mine(3, Decimal(96), Decimal(22)),
)
POWERS = {mine.id: mine.power for mine in FLEET}
USUAL = World()
FIGURES = figures(-400, 370)
FEW_GRAINS = Decimal("1E-11")


def effect(change: Change, cause: Cause) -> Effect:
    [found] = [each for each in change.effects if each.cause is cause]
    return found


def moved(change: Change) -> dict[Cause, Decimal]:
    """Return what each cause did, where it is more than rounding."""
    found = {each.cause: each.amount for each in change.effects}
    return {cause: amount for cause, amount in found.items() if abs(amount) > FEW_GRAINS}


def whole(change: Change) -> bool:
    return sum(each.amount for each in change.effects) == change.difference


CHANGES = [
    pytest.param({"payout": Decimal("5.2E-7")}, Cause.PAYOUT, id="payout up"),
    pytest.param({"payout": Decimal("4.1E-7")}, Cause.PAYOUT, id="payout down"),
    pytest.param({"payout": Decimal("1E-7")}, Cause.PAYOUT, id="payout below every cost"),
    pytest.param({"btc": Decimal(91234)}, Cause.BTC_PRICE, id="price up"),
    pytest.param({"btc": Decimal("71234.5")}, Cause.BTC_PRICE, id="price down"),
    pytest.param({"btc": Decimal(60000)}, Cause.BTC_PRICE, id="price too low for the hungriest"),
    pytest.param({"btc": Decimal(9000)}, Cause.BTC_PRICE, id="price too low for all"),
    pytest.param({"kwh": Decimal("0.055")}, Cause.MAINTENANCE, id="electricity dearer"),
    pytest.param({"kwh": Decimal("0.2")}, Cause.MAINTENANCE, id="electricity too dear"),
    pytest.param({"kwh": Decimal("0.041")}, Cause.MAINTENANCE, id="electricity cheaper"),
    pytest.param({"service": Decimal("0.0099")}, Cause.MAINTENANCE, id="service dearer"),
    pytest.param({"service": Decimal(0)}, Cause.MAINTENANCE, id="service for nothing"),
]


@pytest.mark.parametrize("apart", [False, True], ids=["paid from the income", "paid apart"])
@pytest.mark.parametrize("recorded", [False, True], ids=["from rows", "with rates"])
@pytest.mark.parametrize(("changed", "cause"), CHANGES)
@pytest.mark.parametrize("backwards", [False, True], ids=["there", "back"])
def test_a_single_change_is_the_only_cause(
    changed: dict[str, Decimal], cause: Cause, *, recorded: bool, apart: bool, backwards: bool
) -> None:
    worlds = [USUAL, replace(USUAL, **changed)]
    first, second = reversed(worlds) if backwards else worlds

    change = compare(
        first.credits(FLEET, DAY, recorded=recorded, apart=apart),
        second.credits(FLEET, NEXT, recorded=recorded, apart=apart),
        powers=POWERS,
        maintenance_apart=apart,
    )

    assert set(moved(change)) == {cause}
    assert whole(change)
    assert change.effects[0].cause is cause


def test_a_discount_is_told_from_the_price_by_recorded_rates_alone() -> None:
    discounted = replace(USUAL, discount=Decimal("0.1"))

    def cause(*, recorded: bool) -> Effect:
        before = USUAL.credits(FLEET, DAY, recorded=recorded)
        after = discounted.credits(FLEET, NEXT, recorded=recorded)
        change = compare(before, after, powers=POWERS, maintenance_apart=False)
        assert len(moved(change)) == 1
        return change.effects[0]

    assert cause(recorded=True).cause is Cause.MAINTENANCE
    assert cause(recorded=False).cause is Cause.BTC_PRICE
    assert cause(recorded=False).certainty is Certainty.INFERRED


@pytest.mark.parametrize("backwards", [False, True], ids=["came", "went"])
def test_a_miner_that_came_or_went_is_power(*, backwards: bool) -> None:
    fleets = [FLEET[:2], FLEET]
    first, second = reversed(fleets) if backwards else fleets

    change = compare(
        USUAL.credits(first, DAY),
        USUAL.credits(second, NEXT),
        powers=POWERS,
        maintenance_apart=False,
    )

    third = USUAL.row(FLEET[2], DAY).value
    assert set(moved(change)) == {Cause.POWER}
    assert abs(change.difference - (-third if backwards else third)) <= FEW_GRAINS
    power = effect(change, Cause.POWER)
    assert (power.before, power.after) == tuple(map(Decimal, (116, 20) if backwards else (20, 116)))
    assert power.certainty is Certainty.KNOWN


@pytest.mark.parametrize("backwards", [False, True], ids=["came", "went"])
def test_a_day_on_which_nobody_was_credited_proves_nothing(*, backwards: bool) -> None:
    days = [Credits(DAY, ()), USUAL.credits(FLEET, NEXT)]
    first, second = reversed(days) if backwards else days

    change = compare(first, second, powers=POWERS, maintenance_apart=False)

    assert set(moved(change)) == {Cause.POWER}
    assert effect(change, Cause.POWER).certainty is Certainty.INFERRED


def test_a_miner_with_a_row_of_zeros_did_not_mine() -> None:
    rows = USUAL.credits(FLEET[:2], NEXT).rows
    change = compare(
        USUAL.credits(FLEET, DAY),
        Credits(NEXT, (*rows, row(3, NEXT))),
        powers=POWERS,
        maintenance_apart=False,
    )

    assert set(moved(change)) == {Cause.POWER}


def test_a_miner_missing_from_a_partial_day_may_still_come() -> None:
    after = replace(USUAL.credits(FLEET[:2], NEXT), partial=True)

    change = compare(USUAL.credits(FLEET, DAY), after, powers=POWERS, maintenance_apart=False)

    assert effect(change, Cause.POWER).certainty is Certainty.INFERRED


def test_the_power_of_a_sold_miner_is_not_known() -> None:
    change = compare(
        USUAL.credits(FLEET, DAY),
        USUAL.credits(FLEET[1:], NEXT),
        powers={2: Decimal(4), 3: Decimal(96)},
        maintenance_apart=False,
    )

    power = effect(change, Cause.POWER)
    assert (power.before, power.after) == (None, Decimal(100))


def test_figures_say_what_moved() -> None:
    later = World(payout=Decimal("5E-7"), btc=Decimal(80000), kwh=Decimal("0.06"))

    change = compare(
        USUAL.credits(FLEET, DAY, recorded=True),
        later.credits(FLEET, NEXT, recorded=True),
        powers=POWERS,
        maintenance_apart=False,
    )

    payout, price = effect(change, Cause.PAYOUT), effect(change, Cause.BTC_PRICE)
    assert {each.certainty for each in change.effects} == {Certainty.KNOWN}
    assert (price.before, price.after) == (Decimal("78862.65"), Decimal(80000))
    assert payout.before == pytest.approx(Decimal("4.94E-7"), rel=Decimal("1E-20"))
    assert payout.after == pytest.approx(Decimal("5E-7"), rel=Decimal("1E-20"))
    maintenance = effect(change, Cause.MAINTENANCE)
    watts = sum((mine.power * mine.efficiency for mine in FLEET), Decimal(0)) / 116
    assert maintenance.before == pytest.approx(
        Decimal("0.0012") * watts + Decimal("0.0089"), rel=Decimal("1E-20")
    )
    assert maintenance.after == pytest.approx(
        Decimal("0.00144") * watts + Decimal("0.0089"), rel=Decimal("1E-20")
    )


def test_without_rates_price_and_maintenance_are_inferred() -> None:
    change = compare(
        USUAL.credits(FLEET, DAY),
        World(btc=Decimal(80000)).credits(FLEET, NEXT, recorded=True),
        powers=POWERS,
        maintenance_apart=False,
    )

    for cause in (Cause.BTC_PRICE, Cause.MAINTENANCE):
        found = effect(change, cause)
        assert (found.certainty, found.before, found.after) == (Certainty.INFERRED, None, None)


@pytest.mark.parametrize(
    ("mines", "recorded", "certainty"),
    [
        pytest.param(FLEET, False, Certainty.KNOWN, id="miners that agree"),
        pytest.param(FLEET[:1], False, Certainty.INFERRED, id="one miner"),
        pytest.param(FLEET[:1], True, Certainty.KNOWN, id="one miner and the rates"),
        pytest.param(
            (*FLEET[:2], replace(FLEET[2], power=Decimal(99))),
            False,
            Certainty.INFERRED,
            id="one grew",
        ),
        pytest.param(
            (replace(FLEET[0], power=Decimal(17)),),
            True,
            Certainty.INFERRED,
            id="the only one grew",
        ),
    ],
)
def test_the_payout_is_known_when_no_miner_can_have_grown(
    mines: tuple[Mine, ...], certainty: Certainty, *, recorded: bool
) -> None:
    before = [mine for mine in FLEET if mine.id in {each.id for each in mines}]

    change = compare(
        USUAL.credits(before, DAY, recorded=recorded),
        World(payout=Decimal("5E-7")).credits(mines, NEXT, recorded=recorded),
        powers=POWERS,
        maintenance_apart=False,
    )

    assert effect(change, Cause.PAYOUT).certainty is certainty


BY_HAND = (Mine(1, Decimal(100), Decimal(15)), Mine(2, Decimal(50), Decimal(20)))


@pytest.mark.parametrize("recorded", ["4.94E-7", "4.96E-7", "5.2E-7"])
@pytest.mark.parametrize("mines", [BY_HAND[:1], BY_HAND], ids=["one", "two that agree"])
def test_a_payout_other_than_the_recorded_one_is_not_known(
    mines: tuple[Mine, ...], recorded: str
) -> None:
    after = World(payout=Decimal("5E-7")).credits(mines, NEXT)
    late = World(payout=Decimal(recorded)).rates()

    change = compare(
        USUAL.credits(mines, DAY, recorded=True),
        replace(after, rates=late),
        powers={mine.id: mine.power for mine in mines},
        maintenance_apart=False,
    )

    assert effect(change, Cause.PAYOUT).certainty is Certainty.INFERRED


def test_a_payout_recorded_with_three_digits_is_known() -> None:
    told, told_later = World(payout=Decimal("4.944E-7")), World(payout=Decimal("4.996E-7"))

    change = compare(
        replace(told.credits(BY_HAND, DAY), rates=USUAL.rates()),
        replace(told_later.credits(BY_HAND, NEXT), rates=World(payout=Decimal("5E-7")).rates()),
        powers={mine.id: mine.power for mine in BY_HAND},
        maintenance_apart=False,
    )

    payout = effect(change, Cause.PAYOUT)
    assert payout.certainty is Certainty.KNOWN
    assert (payout.before, payout.after) == (Decimal("4.94E-7"), Decimal("5E-7"))


UPGRADED = (Mine(1, Decimal(16), Decimal(15)), Mine(2, Decimal(4), Decimal(15)))
RICHER = World(payout=Decimal("5E-7"))


def figures_of(*, before: bool, after: bool, first: str) -> dict[Cause, tuple[object, object]]:
    """Return the causes' own figures, recorded on these days, with *first* TH of one today."""
    change = compare(
        USUAL.credits(UPGRADED, DAY, recorded=before),
        RICHER.credits(UPGRADED, NEXT, recorded=after),
        powers={1: Decimal(first), 2: Decimal(4)},
        maintenance_apart=False,
    )
    return {
        each.cause: tuple(at and at.quantize(Decimal("1E-10")) for at in (each.before, each.after))  # type: ignore[misc]  # two of them
        for each in change.effects
    }


@pytest.mark.parametrize("first", ["32", "16.3"])
def test_a_miner_upgraded_since_leaves_the_recorded_payouts_of_the_days_before(first: str) -> None:
    found = figures_of(before=True, after=True, first=first)

    assert found[Cause.PAYOUT] == (Decimal("4.94E-7"), Decimal("5E-7"))
    assert found[Cause.MAINTENANCE] == (None, None)
    assert found[Cause.POWER] == (None, None)


def test_miners_as_they_were_are_told_per_th() -> None:
    found = figures_of(before=True, after=True, first="16")

    assert found[Cause.PAYOUT] == (Decimal("4.94E-7"), Decimal("5E-7"))
    assert found[Cause.MAINTENANCE] == (Decimal("0.0269"), Decimal("0.0269"))
    assert found[Cause.POWER] == (Decimal(20), Decimal(20))


@pytest.mark.parametrize("backwards", [False, True], ids=["of the second", "of the first"])
def test_one_recorded_payout_tells_whether_th_of_today_are_those_of_both_days(
    *, backwards: bool
) -> None:
    payout = Decimal("4.94E-7"), Decimal("5E-7")

    same = figures_of(before=backwards, after=not backwards, first="16")
    other = figures_of(before=backwards, after=not backwards, first="32")

    assert same[Cause.PAYOUT] == payout
    assert same[Cause.POWER] == (Decimal(20), Decimal(20))
    assert other[Cause.PAYOUT] == ((payout[0], None) if backwards else (None, payout[1]))
    assert other[Cause.POWER] == (None, None)


def test_where_nothing_is_recorded_figures_go_by_the_th_of_today() -> None:
    found = figures_of(before=False, after=False, first="32")

    assert found[Cause.PAYOUT] == (Decimal("2.744E-7"), Decimal("2.778E-7"))
    assert found[Cause.POWER] == (Decimal(36), Decimal(36))


def test_a_net_that_stays_at_zero_has_no_causes() -> None:
    poor, poorer = (
        World(payout=Decimal("1E-8")),
        World(payout=Decimal("1E-8"), btc=Decimal(50000), kwh=Decimal("0.07")),
    )

    change = compare(
        poor.credits(FLEET, DAY),
        poorer.credits(FLEET, NEXT),
        powers=POWERS,
        maintenance_apart=False,
    )

    assert not any(each.amount for each in change.effects)


@pytest.mark.parametrize("backwards", [False, True], ids=["there", "back"])
def test_recorded_rates_say_what_a_floor_hides(*, backwards: bool) -> None:
    worlds = [USUAL, World(payout=Decimal("2.47E-7"), kwh=Decimal("0.2"))]
    first, second = reversed(worlds) if backwards else worlds

    def payout(*, recorded: bool) -> Decimal:
        before = first.credits(FLEET, DAY, recorded=recorded)
        after = second.credits(FLEET, NEXT, recorded=recorded)
        change = compare(before, after, powers=POWERS, maintenance_apart=False)
        return effect(change, Cause.PAYOUT).amount

    assert payout(recorded=False) == 0
    assert payout(recorded=True) * (1 if backwards else -1) > 0


def test_two_days_without_rows_differ_by_nothing() -> None:
    change = compare(Credits(DAY, ()), Credits(NEXT, ()), powers={}, maintenance_apart=False)

    assert not change.difference
    assert not moved(change)
    assert (change.before.day, change.after.day, change.before.miners) == (DAY, NEXT, 0)


def between(least: int, most: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(least, most).map(lambda digits: Decimal(digits).scaleb(-places))


WORLDS = st.builds(
    World,
    payout=between(1, 90, 8),
    btc=between(5_000_00, 500_000_00, 2),
    kwh=between(0, 200, 3),
    service=between(0, 500, 4),
    discount=between(0, 100, 2),
)
FLEETS = st.lists(st.sampled_from(FLEET), unique=True)


@given(WORLDS, WORLDS, FLEETS, FLEETS, st.booleans(), st.booleans())
def test_effects_add_up_to_the_difference(  # noqa: PLR0917  # drawn
    first: World,
    second: World,
    before: list[Mine],
    after: list[Mine],
    recorded: bool,  # noqa: FBT001  # drawn
    apart: bool,  # noqa: FBT001  # drawn
) -> None:
    change = compare(
        first.credits(before, DAY, recorded=recorded, apart=apart),
        second.credits(after, NEXT, recorded=recorded, apart=apart),
        powers=POWERS,
        maintenance_apart=apart,
    )

    assert whole(change)
    amounts = [abs(each.amount) for each in change.effects]
    assert amounts == sorted(amounts, reverse=True)
    assert len(change.effects) == 4
    if before == after:
        assert not effect(change, Cause.POWER).amount


HOSTILE = st.builds(
    row,
    miner=st.integers(1, 3),
    value=FIGURES,
    electricity=FIGURES,
    service=FIGURES,
    service_3=FIGURES,
    service_4=FIGURES,
)
RATES = st.none() | st.builds(
    lambda payout, btc, kwh: replace(USUAL.rates(), income_per_th=payout, btc=btc, kwh_price=kwh),
    FIGURES,
    FIGURES,
    FIGURES,
)
LARGE, SMALL = Decimal("9E399"), Decimal("1E-400")
LOSSES = tuple(
    Credits(day, (row(1, day, Decimal(1), LARGE),), replace(USUAL.rates(), btc=btc))
    for day, btc in ((DAY, LARGE), (NEXT, SMALL))
)
HOSTILE_DAYS = st.builds(Credits, st.just(DAY), st.lists(HOSTILE, max_size=4).map(tuple), RATES)


@example(before=LOSSES[0], after=LOSSES[1], powers={}, apart=False)
@example(before=LOSSES[1], after=LOSSES[0], powers={}, apart=False)
@given(HOSTILE_DAYS, HOSTILE_DAYS, st.dictionaries(st.integers(1, 3), FIGURES), st.booleans())
def test_no_figures_break_the_comparison(
    before: Credits,
    after: Credits,
    powers: dict[int, Decimal],
    apart: bool,  # noqa: FBT001  # drawn
) -> None:
    change = compare(before, after, powers=powers, maintenance_apart=apart)

    amounts = [Fraction(each.amount) for each in change.effects]
    assert sum(amounts) == Fraction(change.difference)
