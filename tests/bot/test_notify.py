"""`/notify`: whether, when and of which income the bot writes."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.texts import ENGLISH, LANGUAGES
from core.model import AmountUnit, Preferences, UserId
from tests.bot.house import BotHouse, Chat


@pytest.fixture
async def ann(house: BotHouse) -> Chat:
    chat = house.chat()
    await chat.say("/notify")
    return chat


@pytest.fixture
async def told(ann: Chat) -> Chat:
    """Ann, who is told already."""
    await ann.press("Turn on")
    return ann


async def kept(chat: Chat) -> Preferences:
    return await chat.house.services.preferences.of(UserId(chat.user))


async def test_it_is_off_until_it_is_turned_on(ann: Chat) -> None:
    assert ENGLISH.say("notify.off") in ann.text
    assert ann.buttons == ["Turn on", "Back"]

    await ann.press("Turn on")
    assert "9:00" in ann.text
    assert ENGLISH.say("notify.always") in ann.text
    assert (await kept(ann)).notify

    await ann.press("Turn off")
    assert ann.buttons == ["Turn on", "Back"]
    assert not (await kept(ann)).notify
    assert len(ann.house.telegram.asked("sendMessage")) == 1  # the rest were changes of it


async def test_the_hour_is_chosen_by_button(told: Chat) -> None:
    await told.press("At 9:00")
    assert len(told.buttons) == 25
    assert [text for text in told.buttons if text.startswith("✓")] == [
        "✓ 9:00\N{NARROW NO-BREAK SPACE}AM"
    ]

    await told.press("9:00\N{NARROW NO-BREAK SPACE}PM")

    assert (await kept(told)).notify_hour == 21
    assert "At 9:00\N{NARROW NO-BREAK SPACE}PM" in told.buttons


async def test_the_time_zone_is_chosen_among_common_ones(told: Chat) -> None:
    await told.press("UTC time")
    assert "✓ UTC" in told.buttons

    await told.press("Moscow, UTC+3")

    assert (await kept(told)).time_zone == "Europe/Moscow"
    assert "Moscow time" in told.buttons


@pytest.mark.parametrize("typed", ["lisbon", "Europe/Lisbon", "  LIS  "])
async def test_the_time_zone_is_typed(told: Chat, typed: str) -> None:
    await told.press("UTC time")
    await told.say("Atlantis")
    assert told.text == ENGLISH.say("notify.noZone")

    await told.say(typed)
    assert told.text == ENGLISH.say("notify.zones")
    await told.press("Lisbon")

    assert (await kept(told)).time_zone == "Europe/Lisbon"
    await told.say("lisbon")  # the question is closed
    assert told.text != ENGLISH.say("notify.zones")


async def test_the_time_there_is_shown(told: Chat) -> None:
    await told.press("UTC time")
    await told.press("Kolkata, UTC+5:30")

    minute = datetime.now(UTC).minute
    assert any(f":{(minute + 30 - late) % 60:02}" in told.text for late in (0, 1))


@pytest.mark.parametrize(
    ("unit", "typed", "limit"),
    [
        (AmountUnit.SATS, "2000", "0.00002"),
        (AmountUnit.SATS, "2,000 sat", "0.00002"),
        (AmountUnit.SATS, "0.00002 BTC", "0.00002"),
        (AmountUnit.BTC, "0,00002", "0.00002"),
    ],
)
async def test_a_limit_is_typed_in_the_users_unit(
    told: Chat, unit: AmountUnit, typed: str, limit: str
) -> None:
    await told.house.services.preferences.change(UserId(told.user), unit=unit)

    await told.press("Only above")
    await told.say(typed)

    assert (await kept(told)).reward_above == Decimal(limit)
    assert (await kept(told)).reward_below is None
    assert "I only tell of income above" in told.text


async def test_both_limits_go_together_and_each_can_be_dropped(told: Chat) -> None:
    await told.press("Only above")
    await told.say("3000")
    await told.press("Only below")
    await told.say("1000")
    assert "above 3,000\N{NO-BREAK SPACE}sat or below 1,000\N{NO-BREAK SPACE}sat" in told.text

    await told.press("Only above")
    await told.press("No limit")
    assert "I only tell of income below 1,000\N{NO-BREAK SPACE}sat" in told.text

    await told.press("Only below")
    await told.say("OFF")
    assert ENGLISH.say("notify.always") in told.text
    assert (await kept(told)).reward_below is None


@pytest.mark.parametrize("typed", ["much", "-5", "0", "0.00000000000001", "1e3", "22000000 BTC"])
async def test_what_is_no_amount_is_asked_again(told: Chat, typed: str) -> None:
    await told.press("Only below")

    await told.say(typed)
    assert told.text == ENGLISH.say("notify.badLimit")
    assert (await kept(told)).reward_below is None

    await told.say("1000")
    assert (await kept(told)).reward_below == Decimal("0.00001")


async def test_back_ends_the_question(told: Chat) -> None:
    await told.press("Only below")
    await told.press("Back")

    await told.say("1000")

    assert (await kept(told)).reward_below is None


@pytest.mark.parametrize(
    "data",
    ["notify:sideways", "notify-hour:noon", "notify-limit:left:0", "notify-zone", "notify-hour:"],
)
async def test_a_button_of_another_version_is_out_of_date(ann: Chat, data: str) -> None:
    await ann.press_data(data)

    assert ann.notices[-1]["text"] == ENGLISH.say("stale")


@pytest.mark.parametrize("data", ["notify-hour:24", "notify-zone:../etc/passwd", "notify-zone:X"])
async def test_a_button_that_nobody_made_changes_nothing(ann: Chat, data: str) -> None:
    await ann.press_data(data)

    assert ann.notices[-1]["text"] == ENGLISH.say("fault.request")
    assert await kept(ann) == Preferences(spoken=ann.language)


async def test_cities_are_named_in_the_users_language(house: BotHouse) -> None:
    boris = house.chat(language="ru")
    await house.services.preferences.change(UserId(boris.user), notify=True)
    await boris.say("/notify")

    await boris.press_data("notify:zones")
    await boris.say("киев")

    assert boris.buttons[0].startswith("Киев, UTC+")
    assert LANGUAGES["ru"].say("go.back") in boris.buttons
