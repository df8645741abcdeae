from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.amounts import Amounts
from bot.texts import ENGLISH
from core.forecast import Asked
from core.model import Currency, Preferences, UserId
from sandbox.partner import PartnerOptions
from tests.bot.house import BotHouse, running_bot_house
from tests.fakes import Call

ANN = UserId(77)
BOB = 78


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[BotHouse]:
    async with running_bot_house(tmp_path, PartnerOptions(miners=3)) as house:
        await house.chat().sign_in()
        yield house


async def typed(house: BotHouse, query: str, user: int = ANN) -> Call:
    """Type into any chat's field after the bot's name; return the answer."""
    who = {"id": user, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    inline = {"id": "9", "from": who, "query": query, "offset": ""}
    await house.feed({"update_id": 1, "inline_query": inline})
    return house.telegram.asked("answerInlineQuery")[-1]


def card(answer: Call) -> dict[str, Any]:
    [found] = answer.json("results")
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "query", ["forecast 16 15", "16 15", "FORECAST 16,0 15 W/TH", "/forecast 16 15"]
)
async def test_a_forecast_is_a_card_to_share(house: BotHouse, query: str) -> None:
    answer = await typed(house, query)

    outlook = (
        await house.services.forecast.of(ANN, Asked(power=Decimal(16), efficiency=Decimal(15)))
    ).outlook
    assert outlook.day is not None
    amounts = Amounts(ENGLISH, Preferences())
    net = amounts.both(outlook.rates.of_usd(outlook.day.net))
    assert card(answer)["title"] == "16 TH · 15 W/TH"
    assert card(answer)["description"] == f"Net a day: {net}"
    said = card(answer)["input_message_content"]
    assert said["message_text"].startswith("<b>16 TH · 15 W/TH</b>\n\nNet a day: " + net)
    assert said["parse_mode"] == "HTML"
    assert answer.fields["cache_time"] == "60"
    assert answer.fields["is_personal"] == "true"


async def test_the_card_leads_to_the_same_forecast_in_the_bot(house: BotHouse) -> None:
    found = card(await typed(house, "forecast 16.5 15"))

    [[button]] = found["reply_markup"]["inline_keyboard"]
    assert button["url"] == "https://t.me/miners_bot?start=forecast-16_5-15"
    assert len(found["id"]) <= 64


async def test_a_card_is_in_the_users_currency(house: BotHouse) -> None:
    await house.services.preferences.change(ANN, currency=Currency.GOMINING)

    assert "GOMINING" in card(await typed(house, "forecast 16 15"))["description"]


@pytest.mark.parametrize(
    "query", ["", " ", "forecast", "forecast 16", "weather", "forecast 99999999 15", "x" * 256]
)
async def test_anything_else_is_answered_with_how_to_ask(house: BotHouse, query: str) -> None:
    found = card(await typed(house, query))

    assert found["id"] == "hint"
    assert found["description"] == "@miners_bot forecast 16 15"
    assert "@miners_bot forecast 16 15" in found["input_message_content"]["message_text"]


async def test_who_is_not_signed_in_has_a_card_while_somebodys_rates_are_known(
    house: BotHouse,
) -> None:
    await house.services.market.rates(ANN)

    assert card(await typed(house, "forecast 16 15", BOB))["title"] == "16 TH · 15 W/TH"


async def test_who_is_not_signed_in_is_led_to_the_bot_without_rates(house: BotHouse) -> None:
    answer = await typed(house, "forecast 16 15", BOB)

    assert answer.fields.get("results", "[]") == "[]"
    assert answer.json("button")["start_parameter"] == "connect"
    assert answer.fields.get("cache_time", "0") == "0"


async def test_without_the_partner_one_is_led_to_the_bot(house: BotHouse) -> None:
    await house.play(fail={"*": 503})

    answer = await typed(house, "forecast 16 15")

    assert answer.json("button")["start_parameter"] == "forecast"


async def test_without_a_unit_the_card_says_so(tmp_path: Path) -> None:
    options = PartnerOptions(income_per_th=Decimal("0.0005"))
    async with running_bot_house(tmp_path, options) as house:
        await house.chat().sign_in()

        found = card(await typed(house, "forecast 16 15"))

    assert "without a unit" in found["description"]
    assert "without a unit" in found["input_message_content"]["message_text"]
