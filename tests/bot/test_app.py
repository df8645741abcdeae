from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot, Dispatcher
from structlog.testing import capture_logs

from bot import app, texts
from bot.app import finish_updates
from bot.profile import set_up
from tests.bot import MINI_APP, settings, written
from tests.fakes import BotApi


async def test_set_up_gives_the_menu_button_and_the_commands_in_every_language(
    bot: Bot, recorded: BotApi
) -> None:
    await set_up(bot, settings())

    [button] = recorded.asked("setChatMenuButton")
    assert button.json("menu_button") == {
        "type": "web_app",
        "text": "GoMining",
        "web_app": {"url": MINI_APP},
    }
    given = {
        call.fields.get("language_code"): call.json("commands")
        for call in recorded.asked("setMyCommands")
    }
    assert given.keys() == {None, *texts.LANGUAGES}
    assert given[None] == given["en"]
    assert given["de"] == [
        {"command": "start", "description": "App öffnen"},
        {"command": "help", "description": "Was dieser Bot kann"},
    ]


async def test_set_up_may_be_repeated(bot: Bot, recorded: BotApi) -> None:
    await set_up(bot, settings())
    once = list(recorded.calls)

    await set_up(bot, settings())

    assert recorded.calls == once * 2


async def test_a_crash_is_logged_once_without_anybodys_words(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    recorded.refuse("sendMessage", (400, {"description": "cannot parse: Ann <secret>"}))
    update = written("/start my-secret", first_name="Ann <secret>")

    with capture_logs() as logged:
        await dispatcher.feed_raw_update(bot, update)

    [line] = logged
    assert line["event"] == "update_crashed"
    assert line["update"] == update["update_id"]
    assert line["error"] == "TelegramBadRequest"
    assert "start.py" in line["at"]
    assert "welcome" in line["at"]
    assert "secret" not in str(logged) + caplog.text


async def test_a_user_who_blocks_the_bot_is_no_crash(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi
) -> None:
    recorded.refuse("sendMessage", (403, {"description": "Forbidden: bot was blocked by the user"}))

    with capture_logs() as logged:
        await dispatcher.feed_raw_update(bot, written("/start"))

    assert [(line["event"], line["log_level"]) for line in logged] == [("bot_blocked", "info")]


async def test_what_only_a_newer_bot_api_knows_is_passed_over_in_silence(
    bot: Bot, dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logged:
        await dispatcher.feed_raw_update(bot, {"update_id": 1, "dream": {"text": "my secret"}})

    assert logged == []
    assert "my secret" not in caplog.text


def test_telegram_is_asked_for_messages_only(dispatcher: Dispatcher) -> None:
    assert dispatcher.resolve_used_update_types() == ["message"]


async def test_stopping_does_not_wait_for_ever(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "FINISH_WITHIN", 0.01)
    async with asyncio.TaskGroup() as group:
        endless = group.create_task(asyncio.sleep(3600))
        dispatcher._handle_update_tasks.add(endless)

        with capture_logs() as logged:
            await finish_updates(dispatcher)

        endless.cancel()
    assert [(line["event"], line["count"]) for line in logged] == [("updates_unfinished", 1)]


async def test_two_at_once_are_not_mixed_up(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi
) -> None:
    first, second = written("/start", first_name="Ann"), written("/start", first_name="Bob")
    second["message"]["chat"]["id"] = second["message"]["from"]["id"] = 78

    await asyncio.gather(*(dispatcher.feed_raw_update(bot, one) for one in (first, second)))

    said = {call.fields["chat_id"]: call.fields["text"] for call in recorded.asked("sendMessage")}
    assert "Ann" in said["77"]
    assert "Bob" in said["78"]
