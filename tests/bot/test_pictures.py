from __future__ import annotations

import asyncio
import re
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.amounts import Amounts
from bot.pictures import studio
from bot.pictures.chart import HEIGHT, WIDTH, Chart, draw
from bot.pictures.studio import Studio
from bot.presenting.daily_chart import DATES, LEVELS, chart, named, scale
from bot.texts import LANGUAGES, Words
from core.arithmetic.rates import Money
from core.earnings import Days, Sums
from core.errors import RateLimitedError
from core.income.days import DaySplit
from core.model import AmountUnit, Currency, Preferences

LAST = date(2026, 11, 21)
CENT = Decimal("0.01")
EVERY_LANGUAGE = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)


def days_of(sats: Sequence[int | Decimal]) -> Days:
    """Return days, the latest first, with these nets."""
    splits = tuple(
        DaySplit(LAST - timedelta(ago), net=net / Decimal(10**8)) for ago, net in enumerate(sats)
    )
    btc = sum((split.net for split in splits), Decimal(0))
    money = Money(btc, btc * 94_000, btc * 300_000)
    sums = Sums(money, money, money, money, money)
    return Days(splits, frozenset({LAST}), sums, complete=True, age=0, fault=None)


def chart_of(words: Words, sats: Sequence[int | Decimal], **chosen: object) -> Chart:
    preferences = Preferences(**chosen)  # type: ignore[arg-type]  # as a test chooses
    return chart(Amounts(words, preferences), days_of(sats), dark=False)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "sats",
    [
        pytest.param([5000, 5100, 4900], id="days"),
        pytest.param([0], id="nothing at all"),
        pytest.param([-100, -200], id="losses"),
        pytest.param([Decimal("1e-9")], id="next to nothing"),
        pytest.param([5000] * 800, id="years"),
    ],
)
def test_a_chart_is_a_png_as_wide_as_a_phone(sats: Sequence[int], *, dark: bool) -> None:
    png = draw(chart(Amounts(LANGUAGES["en"], Preferences()), days_of(sats), dark=dark))

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (WIDTH, HEIGHT)


def test_light_and_dark_are_two_pictures() -> None:
    amounts = Amounts(LANGUAGES["en"], Preferences())
    light, dark = (draw(chart(amounts, days_of([5000]), dark=dark)) for dark in (False, True))

    assert light != dark


@EVERY_LANGUAGE
@pytest.mark.parametrize("unit", AmountUnit)
@pytest.mark.parametrize("count", [1, 7, 400])
def test_the_font_has_every_character(words: Words, unit: AmountUnit, count: int) -> None:
    from matplotlib import get_data_path  # noqa: PLC0415  # no other test needs it
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415  # the same

    font = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf")
    made = chart_of(words, [5000] * count, unit=unit, currency=Currency.GOMINING)
    texts = [made.title, made.subtitle, *(mark.text for mark in (*made.days, *made.levels))]

    assert [one for one in "".join(texts) if not font.get_char_index(ord(one))] == []


@EVERY_LANGUAGE
def test_figures_are_written_as_the_language_writes_them(words: Words) -> None:
    made = chart_of(words, [5000, 5000])

    assert made.title == Amounts(words, Preferences()).btc(Decimal("0.0001"))


def test_bars_are_in_the_users_unit_and_oldest_first() -> None:
    sats, btc = (chart_of(LANGUAGES["en"], [5000, 4000], unit=unit) for unit in AmountUnit)

    assert [bar.value for bar in sats.bars] == [4000, 5000]
    assert [bar.value for bar in btc.bars] == [Decimal("0.00004"), Decimal("0.00005")]
    assert [bar.pale for bar in sats.bars] == [False, True]
    assert [mark.text for mark in sats.days] == ["11/20", "11/21"]
    assert [mark.text for mark in sats.levels] == ["0", "2,000", "4,000"]


def test_years_are_named_where_there_are_several() -> None:
    made = chart_of(LANGUAGES["en"], [5000] * 400)

    assert all(re.fullmatch(r"\d+/\d+/202\d", mark.text) for mark in made.days)


@given(st.integers(1, 5000))
def test_the_last_day_is_named_and_few_others(count: int) -> None:
    days = named(count)

    assert days[-1] == count - 1
    assert days[0] >= 0
    assert len(days) <= DATES
    assert len({after - before for before, after in pairwise(days)}) <= 1


AMOUNT = st.decimals(-10_000_000, 10_000_000, places=4)


@given(AMOUNT, AMOUNT)
def test_a_scale_is_round_even_and_within_its_bounds(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))

    levels = scale(low, high, finest=CENT)

    assert 0 in levels
    assert 2 <= len(levels) <= LEVELS + 1
    steps = {after - before for before, after in pairwise(levels)}
    assert len(steps) == 1
    assert steps.pop().normalize().as_tuple().digits in {(1,), (2,), (2, 5), (5,)}
    assert levels[0] >= min(low, Decimal(0))


async def test_pictures_are_made_beside_the_loop() -> None:
    made_in: list[int] = []

    def draw() -> bytes:
        made_in.append(threading.get_ident())
        return b"made"

    assert await Studio().make(draw) == b"made"
    assert made_in != [threading.get_ident()]


async def test_two_pictures_are_made_at_a_time_and_too_many_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(studio, "WAITING", 3)
    room, counted, go = Studio(), threading.Lock(), threading.Event()
    working: list[int] = []
    most: list[int] = []

    def draw() -> bytes:
        with counted:
            working.append(1)
            most.append(len(working))
        go.wait(10)
        with counted:
            working.pop()
        return b"made"

    async with asyncio.TaskGroup() as group:
        orders = [group.create_task(room.make(draw)) for _ in range(5)]
        await asyncio.sleep(0)  # each has its place
        with pytest.raises(RateLimitedError):
            await room.make(draw)
        go.set()

    assert [order.result() for order in orders] == [b"made"] * 5
    assert max(most) <= studio.AT_ONCE
    assert await room.make(draw) == b"made"


async def test_a_picture_that_fails_leaves_room_for_the_next() -> None:
    room = Studio()

    def fail() -> bytes:
        raise ValueError("Ann's secret")

    with capture_logs() as logged:
        for _ in range(studio.AT_ONCE + studio.WAITING + 1):
            assert await room.make(fail) is None

    assert await room.make(lambda: b"made") == b"made"
    assert {entry["event"] for entry in logged} == {"picture_failed"}
    assert "secret" not in str(logged)


async def test_a_picture_that_takes_too_long_is_done_without_and_keeps_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(studio, "PATIENCE", 0.0)
    monkeypatch.setattr(studio, "WAITING", 0)
    room, go = Studio(), threading.Event()

    def draw() -> bytes:
        go.wait(10)
        return b"late"

    for _ in range(studio.AT_ONCE):
        assert await room.make(draw) is None
    with pytest.raises(RateLimitedError):
        await room.make(draw)
    go.set()

    monkeypatch.undo()
    while True:
        with suppress(RateLimitedError):
            assert await room.make(draw) == b"late"
            return
        await asyncio.sleep(0)


def test_matplotlib_is_there_only_once_a_chart_is_drawn() -> None:
    program = "import sys, bot.app, bot.routers.earnings; sys.exit('matplotlib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
