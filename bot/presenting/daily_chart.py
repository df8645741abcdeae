"""Days of earnings as a chart, in the user's unit and language; figures and dates alone.

The chart's font has no Chinese, so months are numbers in it.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from babel.dates import format_interval, format_skeleton

from bot.amounts import SATS, Amounts
from bot.pictures.chart import Bar, Chart, Mark
from core.arithmetic.exact import exactly
from core.earnings import Days
from core.preferences import AmountUnit

DATES = 4
"""Days named below the bars at most."""

LEVELS = 4
"""Steps from the scale's lowest figure to its highest, at most."""

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
"""What a step of the scale may be, times a power of ten."""

DAYS_A_YEAR = 365
MOST_DAYS = 3_660
"""Days in a chart: a partner gone mad may name any date."""

HALF = Decimal("0.5")


def chart(amounts: Amounts, days: Days, *, dark: bool) -> Chart:
    """Return the net of *days*, which are one at least; those without credits are zero."""
    last = days.splits[0].day
    count = min(MOST_DAYS, (last - days.splits[-1].day).days + 1)
    nets = {split.day: split.net for split in days.splits}
    shown = [last - timedelta(ago) for ago in reversed(range(count))]
    bars = [
        Bar(_in_unit(amounts, nets.get(day, Decimal(0))), pale=day in days.partial) for day in shown
    ]
    form = "Md" if count <= DAYS_A_YEAR else "yMd"
    return Chart(
        title=amounts.btc(days.sums.net.btc),
        subtitle=_subtitle(amounts, days, shown[0], last),
        bars=bars,
        days=[
            Mark(at + HALF, format_skeleton(form, shown[at], locale=amounts.words.locale))
            for at in named(count)
        ],
        levels=_levels(amounts, bars),
        dark=dark,
    )


def named(count: int) -> list[int]:
    """Return which of so many days are named, the last among them, equally far apart."""
    step = -(-count // DATES)
    return list(range(count - 1, -1, -step))[::-1]


@exactly
def _in_unit(amounts: Amounts, btc: Decimal) -> Decimal:
    return btc if amounts.preferences.unit is AmountUnit.BTC else btc * SATS


def _subtitle(amounts: Amounts, days: Days, first: date, last: date) -> str:
    interval = format_interval(first, last, "yMd", locale=amounts.words.locale)
    worth = amounts.worth(days.sums.net)
    return f"≈ {worth}  ·  {interval}" if worth else interval


def _levels(amounts: Amounts, bars: list[Bar]) -> list[Mark]:
    values = [bar.value for bar in bars]
    most = 8 if amounts.preferences.unit is AmountUnit.BTC else 1
    levels = scale(min(values), max(values), finest=Decimal(1).scaleb(-most))
    return [Mark(level, amounts.figure(level, most=most)) for level in levels]


@exactly
def scale(low: Decimal, high: Decimal, *, finest: Decimal) -> list[Decimal]:
    """Return round figures between *low* and *high*, *finest* apart at least; zero is among them.

    There are two at least, so that bars too small to be told from nothing look so.
    """
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    step = _step(max((high - low) / LEVELS, finest))
    first = (low / step).to_integral_value(ROUND_CEILING)
    last = (high / step).to_integral_value(ROUND_FLOOR)
    return [step * at for at in range(int(first), max(int(last), int(first) + 1) + 1)]


def _step(least: Decimal) -> Decimal:
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * step for step in STEPS if power * step >= least)
