from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot, Dispatcher
from structlog.testing import capture_logs

from bot import app, texts
from bot.app import finish_updates
from bot.profile import set_up
from tests.bot import MINI_APP, events, settings
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
    assert given["de"][0] == {
        "command": "start",
        "description": texts.LANGUAGES["de"].say("command.start"),
    }
    assert [one["command"] for one in given["en"]] == [
        "start",
        "connect",
        "miners",
        "earnings",
        "forecast",
        "wallet",
        "notify",
        "language",
        "disconnect",
        "privacy",
        "delete",
        "help",
    ]


async def test_set_up_describes_the_bot_in_every_language(bot: Bot, recorded: BotApi) -> None:
    await set_up(bot, settings())

    for method, field in [
        ("setMyDescription", "description"),
        ("setMyShortDescription", "short_description"),
    ]:
        said = {
            call.fields.get("language_code"): call.fields[field] for call in recorded.asked(method)
        }
        assert said.keys() == {None, *texts.LANGUAGES}
        assert said[None] == said["en"]


async def test_without_btc_screens_no_command_leads_to_them(bot: Bot, recorded: BotApi) -> None:
    await set_up(bot, settings(btc_screens=False))

    given = recorded.asked("setMyCommands")[0].json("commands")
    assert "wallet" not in [one["command"] for one in given]


async def test_set_up_may_be_repeated(bot: Bot, recorded: BotApi) -> None:
    await set_up(bot, settings())
    once = list(recorded.calls)

    await set_up(bot, settings())

    assert recorded.calls == once * 2


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
    assert events(logged) == ["updates_unfinished"]
