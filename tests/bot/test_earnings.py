from __future__ import annotations

import struct
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from aiogram.types import BufferedInputFile

from bot.amounts import Amounts
from bot.pictures.chart import HEIGHT, WIDTH, Bar, Chart, Mark, draw
from bot.routers import earnings
from bot.texts import ENGLISH
from core.earnings import Days
from core.errors import PartnerUnreachableError
from core.model import AmountUnit, Currency, Preferences, UserId
from sandbox.partner import PartnerOptions
from tests.bot.house import BotHouse, Chat, running_bot_house
from tests.fakes import Call

ANN = UserId(77)
AMOUNTS = Amounts(ENGLISH, Preferences())
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Chart]:
    """What was drawn, which takes no time here."""
    charts: list[Chart] = []

    def draw(chart: Chart) -> bytes:
        charts.append(chart)
        return PNG

    monkeypatch.setattr(earnings, "draw", draw)
    return charts


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[BotHouse]:
    async with running_bot_house(tmp_path, PartnerOptions(miners=3)) as house:
        yield house


@pytest.fixture
async def ann(house: BotHouse) -> Chat:
    chat = house.chat()
    await chat.sign_in()
    return chat


def uploaded(call: Call) -> BufferedInputFile:
    [file] = call.files.values()
    assert isinstance(file, BufferedInputFile)
    return file


def altered(monkeypatch: pytest.MonkeyPatch, house: BotHouse, **changed: object) -> None:
    """Let the days be told otherwise."""
    days = type(house.services.earnings).days

    async def other(*asked: object) -> Days:
        return replace(await days(*asked), **changed)  # type: ignore[arg-type]  # as it was asked

    monkeypatch.setattr(type(house.services.earnings), "days", other)


async def test_the_latest_days_split_is_the_cores(
    house: BotHouse, ann: Chat, drawn: list[Chart]
) -> None:
    shown = await ann.say("/earnings")

    day = (await house.services.earnings.days(ANN, 30)).splits[0]
    rates = (await house.services.market.rates(ANN)).rates
    assert shown.method == "sendPhoto"
    assert len(drawn) == 1
    assert ann.text.splitlines()[:6] == [
        f"<b>{AMOUNTS.day(day.day)}</b>",
        f"Net <b>{AMOUNTS.both(rates.of_btc(day.net))}</b>",
        "",
        f"Gross {AMOUNTS.btc(day.gross)}",
        f"Electricity {AMOUNTS.btc(-day.electricity)}",
        f"Service {AMOUNTS.btc(-day.service)}",
    ]


async def test_sums_of_7_and_30_days_stand_below(
    house: BotHouse, ann: Chat, drawn: list[Chart]
) -> None:
    await ann.say("/earnings 90")

    for count in (7, 30):
        sums = (await house.services.earnings.days(ANN, count)).sums
        assert f"{count} days: {AMOUNTS.both(sums.net)}" in ann.text
    whole = (await house.services.earnings.days(ANN, 90)).sums
    assert drawn[-1].title == AMOUNTS.btc(whole.net.btc)


async def test_the_difference_and_its_largest_causes_are_named(
    house: BotHouse, ann: Chat, drawn: list[Chart]
) -> None:
    await ann.say("/earnings")

    days = (await house.services.earnings.days(ANN, 30)).splits
    change = await house.services.earnings.change(ANN, days[1].day, days[0].day)
    assert drawn
    assert AMOUNTS.btc(change.difference) in ann.text
    assert AMOUNTS.btc(change.effects[0].amount) in ann.text


async def test_why_names_every_cause_under_the_same_picture_and_leads_back(
    house: BotHouse, ann: Chat, drawn: list[Chart]
) -> None:
    await ann.say("/earnings 7")

    shown = await ann.press("Why?")

    assert shown.method == "editMessageMedia"
    assert shown.json("media")["media"] == "p"
    assert shown.files == {}
    days = (await house.services.earnings.days(ANN, 7)).splits
    change = await house.services.earnings.change(ANN, days[1].day, days[0].day)
    for effect in change.effects:
        assert AMOUNTS.btc(effect.amount) in ann.text
        assert f"({effect.certainty})" in ann.text
    for cause in ("Payout per TH", "Mining power", "BTC price", "Maintenance cost"):
        assert f"<b>{cause}</b>" in ann.text
    await ann.press("Back")
    assert "· 7 days ·" in ann.buttons
    assert len(drawn) == 2


@pytest.mark.parametrize("button", ["7 days", "90 days", "All"])
async def test_a_range_changes_the_picture_in_its_place(
    house: BotHouse, ann: Chat, drawn: list[Chart], button: str
) -> None:
    await ann.say("/earnings")

    shown = await ann.press(button)

    count = None if button == "All" else int(button.removesuffix(" days"))
    days = await house.services.earnings.days(ANN, count)
    assert shown.method == "editMessageMedia"
    assert f"· {button} ·" in ann.buttons
    assert len(drawn[-1].bars) == (days.splits[0].day - days.splits[-1].day).days + 1


async def test_colours_are_light_until_dark_is_chosen_and_stay_so(
    ann: Chat, drawn: list[Chart]
) -> None:
    await ann.say("/earnings")
    await ann.press("Dark")
    await ann.press("7 days")
    await ann.press("Light")

    assert [chart.dark for chart in drawn] == [False, True, True, False]


async def test_a_day_can_be_asked_for(house: BotHouse, ann: Chat, drawn: list[Chart]) -> None:
    days = (await house.services.earnings.days(ANN, 30)).splits

    await ann.say(f"/start earnings-{days[3].day}")

    assert drawn
    assert ann.text.startswith(f"<b>{AMOUNTS.day(days[3].day)}</b>")
    assert f"against {AMOUNTS.day(days[4].day).split(',')[0]}" in ann.text
    await ann.press("Why?")
    assert ann.text.startswith(f"<b>{AMOUNTS.day(days[3].day)}</b>")


@pytest.mark.parametrize("asked", ["", "x", "2026-13-01", "1999-01-01", "8"])
async def test_anything_else_is_the_latest_day_of_a_month(
    house: BotHouse, ann: Chat, drawn: list[Chart], asked: str
) -> None:
    await ann.say(f"/earnings {asked}".strip())

    latest = (await house.services.earnings.days(ANN, 30)).splits[0].day
    assert drawn
    assert ann.text.startswith(f"<b>{AMOUNTS.day(latest)}</b>")
    assert "· 30 days ·" in ann.buttons


async def test_figures_are_in_the_users_unit_and_currency(
    house: BotHouse, ann: Chat, drawn: list[Chart]
) -> None:
    await house.services.preferences.change(ANN, unit=AmountUnit.BTC, currency=Currency.GOMINING)

    await ann.say("/earnings")

    assert "GOMINING" in ann.text
    assert "sat" not in ann.text
    assert drawn[-1].title.endswith("BTC")
    assert "GOMINING" in drawn[-1].subtitle
    assert drawn[-1].bars[0].value < 1


async def test_the_file_holds_what_the_core_exports(
    house: BotHouse, ann: Chat, drawn: list[Chart]
) -> None:
    await ann.say("/earnings 7")

    sent = await ann.press("CSV")

    export = await house.services.earnings.export(ANN, 7)
    file = await house.services.earnings.file(export.ticket)
    assert drawn
    assert sent.method == "sendDocument"
    assert uploaded(sent).filename == file.name
    assert uploaded(sent).data == file.body


async def test_the_picture_is_a_png_made_off_the_loop(
    ann: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []
    draw(Chart("", "", [Bar(Decimal(1))], [], [Mark(Decimal(0), ""), Mark(Decimal(1), "")]))

    def noted(chart: Chart) -> bytes:
        threads.append(threading.get_ident())
        return draw(chart)

    monkeypatch.setattr(earnings, "draw", noted)

    png = uploaded(await ann.say("/earnings")).data

    assert png.startswith(PNG)
    assert struct.unpack(">II", png[16:24]) == (WIDTH, HEIGHT)
    assert threads != [threading.get_ident()]


async def test_a_picture_that_cannot_be_made_leaves_the_words(
    ann: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Chart) -> bytes:
        raise MemoryError

    monkeypatch.setattr(earnings, "draw", fail)

    shown = await ann.say("/earnings")

    assert shown.method == "sendMessage"
    assert "Gross" in ann.text
    assert "7 days" in ann.buttons


async def test_without_any_income_there_are_words_in_place_of_a_picture(
    house: BotHouse, ann: Chat, drawn: list[Chart], monkeypatch: pytest.MonkeyPatch
) -> None:
    await ann.say("/earnings")
    altered(monkeypatch, house, splits=())

    shown = await ann.press("7 days")

    assert len(drawn) == 1
    assert shown.method in {"sendMessage", "editMessageText"}
    assert ann.text == "No income in these days yet."
    assert "· 7 days ·" in ann.buttons


async def test_the_first_day_is_compared_with_nothing(
    house: BotHouse, ann: Chat, drawn: list[Chart], monkeypatch: pytest.MonkeyPatch
) -> None:
    days = await house.services.earnings.days(ANN, 30)
    altered(monkeypatch, house, splits=days.splits[:1])

    await ann.say("/earnings")

    assert "against" not in ann.text
    assert "Why?" not in ann.buttons
    assert [len(chart.bars) for chart in drawn] == [1]


async def test_reasons_that_can_no_longer_be_had_are_said_to_be_gone(
    house: BotHouse, ann: Chat, drawn: list[Chart], monkeypatch: pytest.MonkeyPatch
) -> None:
    await ann.say("/earnings")
    altered(monkeypatch, house, splits=())

    await ann.press("Why?")

    assert drawn
    assert ann.notices[-1]["text"] == "This is no longer here."


async def test_what_is_partial_cut_or_stale_says_so(
    house: BotHouse, ann: Chat, drawn: list[Chart], monkeypatch: pytest.MonkeyPatch
) -> None:
    latest = (await house.services.earnings.days(ANN, 30)).splits[0].day
    altered(
        monkeypatch,
        house,
        partial=frozenset([latest]),
        complete=False,
        age=120,
        fault=PartnerUnreachableError(),
    )

    await ann.say("/earnings")

    assert "Still being credited" in ann.text
    assert "There are more days than can be shown here." in ann.text
    assert "they are 2 minutes old" in ann.text
    assert drawn[-1].bars[-1].pale
    assert len(ann.text) <= 1024


async def test_without_rates_amounts_stay_bitcoin(
    house: BotHouse, ann: Chat, drawn: list[Chart]
) -> None:
    await house.play(fail={"c2s/income-statistic/get-income-per-th": 500})

    await ann.say("/earnings")

    assert "Net <b>" in ann.text
    assert "≈" not in ann.text
    assert "≈" not in drawn[-1].subtitle


@pytest.mark.parametrize(
    "data",
    ["earnings:8:0:", "earnings:7:0:2026-99-01", "earnings:7", "why:", "csv:year", "earnings::::"],
)
async def test_an_old_button_says_so(ann: Chat, data: str) -> None:
    await ann.press_data(data)

    assert ann.notices[-1]["text"] == ENGLISH.say("stale")
    assert ann.shown == []


async def test_an_old_message_that_telegram_no_longer_tells_is_answered_by_a_new_one(
    ann: Chat, drawn: list[Chart]
) -> None:
    await ann.press_data("earnings:7:1:")

    assert ann.last.method == "sendPhoto"
    assert drawn[-1].dark


async def test_days_without_credits_are_bars_of_nothing(
    house: BotHouse, ann: Chat, drawn: list[Chart], monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (await house.services.earnings.days(ANN, 30)).splits
    altered(monkeypatch, house, splits=(days[0], days[5]))

    await ann.say("/earnings")

    assert days[0].day - days[5].day == timedelta(5)
    assert [bool(bar.value) for bar in drawn[-1].bars] == [True, *[False] * 4, True]
