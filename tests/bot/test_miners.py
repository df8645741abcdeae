from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.amounts import Amounts
from bot.presenting.miners import picture
from bot.texts import ENGLISH
from core.errors import PartnerUnreachableError
from core.forecast import Asked
from core.miners import MinerSort
from core.model import AmountUnit, Currency, Preferences, UserId
from sandbox.partner import PartnerOptions
from tests.bot.house import BotHouse, Chat, running_bot_house

ANN = UserId(77)
AMOUNTS = Amounts(ENGLISH, Preferences())
NEXT, PREVIOUS = ENGLISH.say("miners.next"), ENGLISH.say("miners.previous")
NO_PICTURE = (400, {"description": "Bad Request: failed to get HTTP URL content"})


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[BotHouse]:
    options = PartnerOptions(miners=12, image_base_url="https://img.example.org")
    async with running_bot_house(tmp_path, options) as house:
        yield house


@pytest.fixture
async def ann(house: BotHouse) -> Chat:
    chat = house.chat()
    await chat.sign_in()
    return chat


async def test_all_miners_together_come_first(house: BotHouse, ann: Chat) -> None:
    await ann.say("/miners")

    outlook = (await house.services.forecast.of(ANN, Asked())).outlook
    assert outlook.day is not None
    assert outlook.efficiency is not None
    assert ann.text.splitlines()[:3] == [
        "<b>Your 12 miners</b>",
        f"{AMOUNTS.figure(outlook.power)} TH · {AMOUNTS.figure(outlook.efficiency)} W/TH",
        f"Expected: {AMOUNTS.both(outlook.rates.of_usd(outlook.day.net))} a day",
    ]


async def test_each_miner_has_its_expected_and_its_last_net(house: BotHouse, ann: Chat) -> None:
    await ann.say("/miners")

    page = await house.services.miners.page(ANN, MinerSort.NET, 5, 0)
    for number, report in enumerate(page.reports, 1):
        assert report.expected is not None
        assert report.latest is not None
        assert f"{number}. <b>{report.miner.name}</b>" in ann.text
        assert f"Expected: {AMOUNTS.both(report.expected)} a day" in ann.text
        assert AMOUNTS.btc(report.latest.net.btc) in ann.text


async def test_figures_are_in_the_users_unit_and_currency(house: BotHouse, ann: Chat) -> None:
    await house.services.preferences.change(ANN, unit=AmountUnit.BTC, currency=Currency.GOMINING)

    await ann.say("/miners")

    assert "BTC ≈ " in ann.text
    assert "GOMINING a day" in ann.text
    assert "sat" not in ann.text
    assert "$" not in ann.text


async def test_pages_are_turned_in_the_same_message_and_end(ann: Chat) -> None:
    await ann.say("/miners")
    assert ann.buttons == ["1", "2", "3", "4", "5", NEXT, "Back"]

    turned = await ann.press("Next")
    assert turned.method == "editMessageText"
    assert ann.buttons == ["6", "7", "8", "9", "10", PREVIOUS, NEXT, "Back"]

    await ann.press("Next")
    assert ann.buttons == ["11", "12", PREVIOUS, "Back"]

    await ann.press(PREVIOUS)
    assert "\n6. " in ann.text


@pytest.mark.parametrize(
    ("asked", "first"),
    [("99", "11"), ("4", "11"), ("0", "1"), ("-1", "1"), ("x", "1"), ("²", "1"), ("9" * 30, "1")],
)
async def test_a_page_there_is_not_is_the_nearest_there_is(
    ann: Chat, asked: str, first: str
) -> None:
    await ann.say(f"/miners {asked}")

    assert ann.buttons[0] == first


async def test_a_card_tells_all_of_one_miner(house: BotHouse, ann: Chat) -> None:
    await ann.say("/miners 2")

    await ann.press("7")

    [report] = (await house.services.miners.page(ANN, MinerSort.NET, 1, 6)).reports
    days = await house.services.earnings.days(ANN, 7, report.miner.id)
    assert report.earned is not None
    assert report.break_even_btc is not None
    assert ann.text.startswith(f"<b>{report.miner.name}</b>\n")
    assert f"Earned so far: {AMOUNTS.both(report.earned)}" in ann.text
    assert f"Breaks even at BTC {AMOUNTS.usd(report.break_even_btc)}" in ann.text
    assert ann.text.splitlines()[-len(days.splits) :] == [
        f"{AMOUNTS.day(day.day).split(',')[0]}: {AMOUNTS.btc(day.net)}" for day in days.splits
    ]
    await ann.press("All miners")
    assert ann.buttons[0] == "6"


async def test_a_deep_link_opens_a_card(house: BotHouse, ann: Chat) -> None:
    [report] = (await house.services.miners.page(ANN, MinerSort.NET, 1, 0)).reports

    await ann.say(f"/start miner-{report.miner.id}")

    assert report.miner.name in ann.text


@pytest.mark.parametrize("data", ["go:miner:1", "go:miner:", "go:miner:x-2"])
async def test_a_miner_that_is_gone_is_said_to_be(ann: Chat, data: str) -> None:
    await ann.press_data(data)

    assert ann.notices[-1]["text"] == "This is no longer here."
    assert ann.notices[-1]["show_alert"] == "true"


async def test_a_photo_goes_with_the_card_and_without_it_when_telegram_cannot_fetch_it(
    house: BotHouse, ann: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = type(house.services.miners).one

    async def pictured(*asked: object) -> object:
        known = await one(*asked)  # type: ignore[arg-type]  # as it was asked
        miner = known.report.miner.model_copy(update={"image_url": "https://img.example.org/1.png"})
        return replace(known, report=replace(known.report, miner=miner))

    monkeypatch.setattr(type(house.services.miners), "one", pictured)
    await ann.say("/miners")

    shown = await ann.press("1")
    assert shown.method == "sendPhoto"
    assert shown.fields["photo"] == "https://img.example.org/1.png"

    house.telegram.refuse("sendPhoto", NO_PICTURE)
    await ann.press("All miners")
    shown = await ann.press("1")
    assert shown.method == "editMessageText"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://img.example.org/1.png", True),
        ("https://img.example.org/1?size=2.svg", True),
        ("http://img.example.org/1.png", False),
        ("https://img.example.org/1.SVG", False),
        ("https://img.example.org/1.svg?v=2#x", False),
        ("https://[", True),
        ("", False),
    ],
)
def test_only_what_telegram_can_show_is_a_picture(url: str, *, shown: bool) -> None:
    assert picture(url) == (url if shown else None)


async def test_without_rates_the_miners_are_listed_and_that_is_said(
    house: BotHouse, ann: Chat
) -> None:
    await house.play(fail={"c2s/income-statistic/get-income-per-th": 500})

    await ann.say("/miners")

    assert "What they should earn cannot be told right now." in ann.text
    assert "5. <b>" in ann.text
    assert "≈" not in ann.text


async def test_stale_miners_tell_their_age(
    house: BotHouse, ann: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ann.say("/miners")
    assert "could not be renewed" not in ann.text
    page = type(house.services.miners).page

    async def stale(*asked: object) -> object:
        told = await page(*asked)  # type: ignore[arg-type]  # as it was asked
        return replace(told, age=7300, fault=PartnerUnreachableError())

    monkeypatch.setattr(type(house.services.miners), "page", stale)
    await ann.say("/miners")

    assert "they are 2 hours old" in ann.text


async def test_a_stale_card_tells_the_age_of_its_oldest_figures(
    house: BotHouse, ann: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, days = type(house.services.miners).one, type(house.services.earnings).days
    ages = {"miner": 600, "days": 7300}

    async def stale_miner(*asked: object) -> object:
        told = await one(*asked)  # type: ignore[arg-type]  # as it was asked
        return replace(told, age=ages["miner"], fault=PartnerUnreachableError())

    async def stale_days(*asked: object) -> object:
        told = await days(*asked)  # type: ignore[arg-type]  # as it was asked
        return replace(told, age=ages["days"], fault=PartnerUnreachableError())

    monkeypatch.setattr(type(house.services.miners), "one", stale_miner)
    monkeypatch.setattr(type(house.services.earnings), "days", stale_days)
    await ann.say("/miners")
    await ann.press("1")
    assert "they are 2 hours old" in ann.text

    ages.update(miner=10_900, days=7300)
    await ann.press("All miners")
    await ann.press("1")
    assert "they are 3 hours old" in ann.text


async def test_who_is_not_signed_in_is_shown_the_way(house: BotHouse) -> None:
    bob = house.chat(user=78)

    await bob.say("/miners")

    assert bob.buttons == ["Connect a wallet"]


async def test_without_miners_there_is_a_forecast_to_ask_for(tmp_path: Path) -> None:
    async with running_bot_house(tmp_path, PartnerOptions(miners=0)) as house:
        ann = house.chat()
        await ann.sign_in()

        await ann.say("/miners")

        assert ann.text.startswith("<b>No miners yet</b>")
        assert ann.buttons == ["Forecast", "Back"]


async def test_a_name_is_no_markup_and_no_novel(
    house: BotHouse, ann: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = type(house.services.miners).page

    async def renamed(*asked: object) -> object:
        told = await page(*asked)  # type: ignore[arg-type]  # as it was asked
        named = {"name": "<b>&" + "x" * 5000}
        return replace(
            told,
            reports=[
                replace(each, miner=each.miner.model_copy(update=named)) for each in told.reports
            ],
        )

    monkeypatch.setattr(type(house.services.miners), "page", renamed)
    await ann.say("/miners")

    assert "1. <b>&lt;b&gt;&amp;xxx" in ann.text
    assert len(ann.text) < 4096
