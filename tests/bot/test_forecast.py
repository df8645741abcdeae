from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from bot.amounts import Amounts
from bot.texts import ENGLISH
from core.forecast import Asked
from core.model import Preferences, UserId
from sandbox.partner import PartnerOptions
from tests.bot.house import BotHouse, Chat, running_bot_house

ANN = UserId(77)
AMOUNTS = Amounts(ENGLISH, Preferences())
S16 = Asked(power=Decimal(16), efficiency=Decimal(15))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[BotHouse]:
    async with running_bot_house(tmp_path, PartnerOptions(miners=3)) as house:
        yield house


@pytest.fixture
async def ann(house: BotHouse) -> Chat:
    chat = house.chat()
    await chat.sign_in()
    return chat


async def test_both_figures_at_once_are_answered_as_the_core_reckons(
    house: BotHouse, ann: Chat
) -> None:
    await ann.say("/forecast 16 15")

    outlook = (await house.services.forecast.of(ANN, S16)).outlook
    assert outlook.day is not None
    assert outlook.break_even_efficiency is not None
    assert outlook.break_even_btc is not None
    of_usd = outlook.rates.of_usd
    assert ann.text.splitlines()[:10] == [
        "<b>16 TH · 15 W/TH</b>",
        "",
        f"Net a day: {AMOUNTS.both(of_usd(outlook.day.net))}",
        f"Net a month: {AMOUNTS.both(of_usd(outlook.day.a_month().net))}",
        f"Net a year: {AMOUNTS.both(of_usd(outlook.day.a_year().net))}",
        "",
        ENGLISH.say("forecast.split"),
        f"Gross {AMOUNTS.both(of_usd(outlook.day.gross))}",
        f"Electricity {AMOUNTS.both(of_usd(-outlook.day.electricity))}",
        f"Service {AMOUNTS.both(of_usd(-outlook.day.service))}",
    ]
    assert f"at {AMOUNTS.figure(outlook.break_even_efficiency)} W/TH or more" in ann.text
    assert f"price of {AMOUNTS.usd(outlook.break_even_btc)} or less" in ann.text


async def test_the_three_offers_paid_back_soonest_are_named(house: BotHouse, ann: Chat) -> None:
    await ann.say("/forecast 16 15")

    paybacks = (await house.services.forecast.of(ANN, S16)).outlook.paybacks or []
    days = sorted(one.days for one in paybacks if one.days is not None)[:3]
    assert [line.split(": ")[1] for line in ann.text.splitlines() if " for $" in line] == [
        f"{AMOUNTS.figure(Decimal(each))} days" for each in days
    ]


async def test_figures_are_asked_for_one_by_one(ann: Chat) -> None:
    await ann.say("/forecast")
    assert "How many TH" in ann.text

    await ann.say("16,5")
    assert ann.text.startswith("16.5 TH.")

    await ann.say("15 W/TH")
    assert ann.text.startswith("<b>16.5 TH · 15 W/TH</b>")

    await ann.say("16")
    assert "/forecast" in ann.text, "the dialogue is over: help"


async def test_one_figure_asks_for_the_other(ann: Chat) -> None:
    await ann.say("/forecast 16")
    await ann.say("15")

    assert ann.text.startswith("<b>16 TH · 15 W/TH</b>")


@pytest.mark.parametrize("written", ["many", "-1", "10000001", "NaN", "1 600"])
async def test_what_is_no_power_is_asked_for_again_with_its_bounds(ann: Chat, written: str) -> None:
    await ann.say("/forecast")

    await ann.say(written)
    assert "How many TH" in ann.text
    assert "from 0 to 10,000,000" in ann.text

    await ann.say("16")
    assert "how many W/TH" in ann.text


async def test_what_is_no_efficiency_is_asked_for_again_with_its_bounds(ann: Chat) -> None:
    await ann.say("/forecast 16")

    await ann.say("2000")
    assert "How many W/TH" in ann.text
    assert "from 0 to 1,000" in ann.text

    await ann.say("15")
    assert ann.text.startswith("<b>16 TH")


@pytest.mark.parametrize("arguments", ["a b", "16 15 3", "99999999 15", "16 -3"])
async def test_figures_nobody_can_read_are_asked_for_step_by_step(
    ann: Chat, arguments: str
) -> None:
    await ann.say(f"/forecast {arguments}")
    assert "/forecast 16 15" in ann.text

    await ann.say("16")
    assert "how many W/TH" in ann.text


async def test_the_dialogue_can_be_left(ann: Chat) -> None:
    await ann.say("/forecast 16")

    await ann.press("Cancel")
    assert ann.text.startswith("Hello")

    await ann.say("15")
    assert "TH · " not in ann.text


async def test_another_command_leaves_the_dialogue(ann: Chat) -> None:
    await ann.say("/forecast 16")
    await ann.say("/help")
    await ann.say("15")

    assert "TH · " not in ann.text


async def test_ones_own_miners_are_a_button_away(house: BotHouse, ann: Chat) -> None:
    await ann.say("/forecast")

    await ann.press("My miners")

    outlook = (await house.services.forecast.of(ANN, Asked())).outlook
    assert outlook.day is not None
    assert ann.text.startswith("<b>Your 3 miners</b>")
    assert AMOUNTS.both(outlook.rates.of_usd(outlook.day.net)) in ann.text
    assert ann.buttons == ["Other figures", "Back"]


async def test_a_forecast_can_be_shared(ann: Chat) -> None:
    shown = await ann.say("/forecast 16,5 15")

    [share] = [one for row in shown.keyboard for one in row if one["text"] == "Share"]
    assert share["switch_inline_query"] == "forecast 16.5 15"


async def test_a_link_asks_for_a_forecast(ann: Chat) -> None:
    await ann.say("/start forecast-16_5-15")

    assert ann.text.startswith("<b>16.5 TH · 15 W/TH</b>")


async def test_a_payout_without_a_unit_is_said_and_not_guessed(tmp_path: Path) -> None:
    options = PartnerOptions(miners=3, income_per_th=Decimal("0.0005"))
    async with running_bot_house(tmp_path, options) as house:
        ann = house.chat()
        await ann.sign_in()

        for asked in ("/forecast 16 15", "/forecast mine", "/miners"):
            await ann.say(asked)
            assert "without a unit we can tell" in ann.text
            assert "≈" not in ann.text


async def test_without_offers_there_are_no_paybacks(house: BotHouse, ann: Chat) -> None:
    await house.play(fail={"c2s/nft-collection/find-all-generative": 500})

    await ann.say("/forecast 16 15")

    assert "Net a day" in ann.text
    assert "soonest" not in ann.text
    assert "None of the miners on sale" not in ann.text


async def test_where_nothing_pays_back_that_is_said(tmp_path: Path) -> None:
    options = PartnerOptions(miners=3, income_per_th=Decimal("0.002"))
    async with running_bot_house(tmp_path, options) as house:
        ann = house.chat()
        await ann.sign_in()

        await ann.say("/forecast 0 15")

    assert "None of the miners on sale pays for itself" in ann.text
    assert ann.text.startswith("<b>0 TH</b>")
    assert f"Net a day: {AMOUNTS.btc(Decimal(0))} " in ann.text


async def test_who_is_not_signed_in_is_shown_the_way(house: BotHouse) -> None:
    bob = house.chat(user=78)

    await bob.say("/forecast 16 15")

    assert bob.buttons == ["Connect a wallet"]
