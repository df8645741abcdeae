from __future__ import annotations

import pytest
from aiogram import Bot, Dispatcher

from bot import texts
from bot.routers import groups, help, start  # noqa: A004  # the module of /help
from tests.bot import MINI_APP, written
from tests.fakes import BotApi


async def test_start_greets_by_name_and_offers_the_mini_app(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi
) -> None:
    await dispatcher.feed_raw_update(bot, written("/start", first_name="Ann"))

    sent = recorded.sent()
    assert "<b>Ann</b>" in sent.fields["text"]
    assert sent.fields["parse_mode"] == "HTML"
    assert sent.button == {"text": "Open the app", "web_app": {"url": MINI_APP}}


@pytest.mark.parametrize("payload", ["x", "ref_42-A", "a" * 64])
async def test_a_deep_links_payload_reaches_the_mini_app(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi, payload: str
) -> None:
    await dispatcher.feed_raw_update(bot, written(f"/start {payload}"))

    url = recorded.sent().button["web_app"]["url"]
    assert url == f"{MINI_APP}/?tgWebAppStartParam={payload}"


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param("a" * 65, id="too long"),
        pytest.param("a&tgWebAppData=forged", id="another parameter"),
        pytest.param("a#fragment", id="a fragment"),
        pytest.param("two words", id="a space"),
        pytest.param("a\n", id="a line's end"),
        pytest.param("п", id="a letter from elsewhere"),
    ],
)
async def test_a_payload_that_no_deep_link_holds_is_left_out(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi, payload: str
) -> None:
    await dispatcher.feed_raw_update(bot, written(f"/start {payload}"))

    assert recorded.sent().button["web_app"]["url"] == MINI_APP


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "Hello"),
        ("en-GB", "Hello"),
        ("ru", "Здравствуйте"),
        ("es-419", "¡Hola"),
        ("de", "Hallo"),
        ("tr", "Merhaba"),
        ("pt-br", "Olá"),
        ("zh-hans", "您好"),
        ("ZH-CN", "您好"),
        ("fa", "Hello"),
        ("", "Hello"),
        (None, "Hello"),
    ],
)
async def test_the_bot_speaks_the_users_language(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi, language: str | None, word: str
) -> None:
    await dispatcher.feed_raw_update(bot, written("/start", language=language))

    assert recorded.sent().fields["text"].startswith(word)


@pytest.mark.parametrize("text", ["/help", "/help me", "where are my miners?", "/unknown"])
async def test_in_private_help_answers_what_nothing_else_does(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi, text: str
) -> None:
    await dispatcher.feed_raw_update(bot, written(text))

    assert recorded.sent().fields["text"] == texts.ENGLISH.say("help.text")
    assert recorded.sent().button["web_app"] == {"url": MINI_APP}


@pytest.mark.parametrize("chat", ["group", "supergroup"])
@pytest.mark.parametrize("text", ["/start", "/start@miners_bot ref", "/help", "/help@MINERS_BOT"])
async def test_a_group_is_pointed_to_the_private_chat(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi, text: str, chat: str
) -> None:
    await dispatcher.feed_raw_update(bot, written(text, chat=chat, language="de"))

    assert recorded.sent().fields["text"] == texts.LANGUAGES["de"].say("group.private")
    assert recorded.sent().button == {
        "text": "Chat öffnen",
        "url": "https://t.me/miners_bot?start",
    }


@pytest.mark.parametrize(
    "update",
    [
        pytest.param(written("good morning", chat="group"), id="talk in a group"),
        pytest.param(written("/start@other_bot", chat="group"), id="another bot's command"),
        pytest.param(written("/weather", chat="supergroup"), id="an unknown command in a group"),
        pytest.param(written("hello", is_bot=True), id="another bot's chatter"),
        pytest.param(written(None, pinned_message=None), id="a service message"),
        pytest.param({"update_id": 1, "edited_message": written("x")["message"]}, id="an edit"),
        pytest.param({"update_id": 1}, id="a kind nobody knows yet"),
    ],
)
async def test_the_bot_keeps_silent_where_nobody_asked(
    bot: Bot, dispatcher: Dispatcher, recorded: BotApi, update: dict[str, object]
) -> None:
    await dispatcher.feed_raw_update(bot, update)

    assert recorded.asked("sendMessage") == []


@pytest.mark.parametrize("make_router", [start.make_router, groups.make_router, help.make_router])
def test_every_router_is_fresh(make_router: object) -> None:
    assert callable(make_router)
    assert make_router() is not make_router()
