from __future__ import annotations

from pathlib import Path

import pytest
from aiogram import Bot, Dispatcher
from structlog.testing import capture_logs

from bot import app, texts
from bot.commands import NAMES
from core.errors import SignInAgainError
from core.model import UserId
from core.preferences import Currency, Language
from tests.bot import events, written
from tests.bot.house import BotHouse, running_bot_house
from tests.fakes import BotApi


async def test_start_greets_by_name_and_offers_the_mini_app_and_to_connect(house: BotHouse) -> None:
    ann = house.chat(first_name="Ann")

    await ann.say("/start")

    assert "<b>Ann</b>" in ann.text
    assert ann.last.fields["parse_mode"] == "HTML"
    [[app_button], [connect]] = ann.last.keyboard
    assert app_button == {"text": "Open the app", "web_app": {"url": house.settings.public_url}}
    assert connect["callback_data"] == "go:connect:"


async def test_who_is_signed_in_is_offered_everything(house: BotHouse) -> None:
    ann = house.chat()
    await ann.sign_in()

    await ann.say("/start")

    assert ann.buttons == [
        "Open the app",
        "Miners",
        "Earnings",
        "Forecast",
        "Payouts",
        "Settings",
        "Help",
    ]


async def test_without_btc_screens_nothing_leads_to_them(tmp_path: Path) -> None:
    async with running_bot_house(tmp_path, btc_screens=False) as house:
        ann = house.chat()
        await ann.sign_in()

        assert "Payouts" not in (await ann.say("/start")).said + str(ann.buttons)
        assert "/wallet" not in (await ann.say("/help")).said


@pytest.mark.parametrize("payload", ["x", "ref_42-A", "a" * 64, "home", "offers"])
async def test_a_deep_links_payload_reaches_the_mini_app(house: BotHouse, payload: str) -> None:
    ann = house.chat()

    await ann.say(f"/start {payload}")

    url = ann.last.keyboard[0][0]["web_app"]["url"]
    assert url == f"{house.settings.public_url}/?tgWebAppStartParam={payload}"


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
async def test_a_payload_that_no_deep_link_holds_is_left_out(house: BotHouse, payload: str) -> None:
    ann = house.chat()

    await ann.say(f"/start {payload}")

    assert ann.last.keyboard[0][0]["web_app"]["url"] == house.settings.public_url


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("help", "What I can do"),
        ("settings", "Settings"),
        ("language", "Which language"),
        ("privacy", "Your data"),
        ("delete", "Delete your data?"),
    ],
)
async def test_a_deep_link_goes_on_to_what_the_chat_can_do(
    house: BotHouse, payload: str, said: str
) -> None:
    assert said in (await house.chat().say(f"/start {payload}")).said


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
    house: BotHouse, language: str | None, word: str
) -> None:
    assert (await house.chat(language=language).say("/start")).said.startswith(word)


@pytest.mark.parametrize(
    "text", ["/help", "/help me", "/help@miners_bot", "where are my miners?", "/unknown"]
)
async def test_in_private_help_answers_what_nothing_else_does(house: BotHouse, text: str) -> None:
    ann = house.chat()

    await ann.say(text)

    assert ann.text.startswith(texts.ENGLISH.say("help.lead"))
    assert [name for name in NAMES if f"\n/{name} " not in ann.text] == []
    assert ann.last.button["web_app"] == {"url": house.settings.public_url}


@pytest.mark.parametrize("sent", ["photo", "sticker"])
async def test_a_picture_is_met_with_help_too(house: BotHouse, sent: str) -> None:
    size = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
    sticker = size | {"type": "regular", "is_animated": False, "is_video": False}
    ann = house.chat()

    await ann.send(None, **{sent: [size] if sent == "photo" else sticker})

    assert "What I can do" in ann.text


@pytest.mark.parametrize("chat", ["group", "supergroup"])
@pytest.mark.parametrize(
    "text", ["/start", "/start@miners_bot ref", "/help", "/help@MINERS_BOT", "/earnings"]
)
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


async def test_a_language_is_chosen_spoken_at_once_and_shared_with_the_mini_app(
    house: BotHouse,
) -> None:
    ann = house.chat(language="en")
    await ann.say("/language")

    await ann.press("Deutsch")

    assert "✓ Deutsch" in ann.buttons
    assert ann.last.method == "editMessageText"
    chosen = await house.services.preferences.of(UserId(ann.user))
    assert chosen.language is Language.GERMAN
    assert (await ann.say("/start")).said.startswith("Hallo")


async def test_telegrams_language_can_be_gone_back_to(house: BotHouse) -> None:
    ann = house.chat(language="ru")
    await house.services.preferences.change(UserId(ann.user), language=Language.GERMAN)
    await ann.say("/language")

    await ann.press(texts.LANGUAGES["de"].say("language.telegrams"))

    assert (await ann.say("/start")).said.startswith("Здравствуйте")


async def test_every_language_can_be_chosen(house: BotHouse) -> None:
    ann = house.chat()

    await ann.say("/language")

    data = [button["callback_data"] for row in ann.last.keyboard for button in row]
    assert set(data) == {f"language:{tag}" for tag in ("", *Language)} | {"go:settings:"}


async def test_the_settings_lead_everywhere_and_back(house: BotHouse) -> None:
    ann = house.chat()
    await ann.say("/start settings")

    for button in ("Language", "Back", "Your data", "Delete my data", "No, go back"):
        await ann.press(button)

    assert ann.text.startswith("Hello")
    assert {call.method for call in ann.shown[1:]} == {"editMessageText"}
    assert [call.message_id for call in ann.shown] == [ann.shown[0].message_id] * 6


async def test_signing_out_is_asked_for_and_then_done(house: BotHouse) -> None:
    ann = house.chat()
    await ann.sign_in()

    await ann.say("/disconnect")
    assert await house.services.login.wallet(UserId(ann.user)) is not None
    await ann.press("Sign out")

    assert "signed out" in ann.text
    assert await house.services.login.wallet(UserId(ann.user)) is None
    with pytest.raises(SignInAgainError):
        await house.services.portfolio.total_income(UserId(ann.user))


async def test_who_is_not_signed_in_cannot_sign_out(house: BotHouse) -> None:
    ann = house.chat()

    await ann.say("/disconnect")

    assert "not signed in" in ann.text
    assert ann.buttons == ["Connect a wallet"]


async def test_deleting_is_asked_for_done_and_proven(house: BotHouse) -> None:
    ann, user = house.chat(), UserId(77)
    await ann.sign_in()
    await house.services.preferences.change(user, currency=Currency.GOMINING)

    await ann.say("/delete")
    assert await house.services.login.wallet(user) is not None
    await ann.press("Delete")

    assert "No longer there" in ann.text
    assert set((await house.services.store.kept(user)).values()) == {0}


async def test_what_is_still_there_is_not_called_deleted(
    house: BotHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forgets_nothing(*_: object) -> None:
        return

    monkeypatch.setattr(type(house.services.login), "forget", forgets_nothing)
    ann = house.chat()
    await house.services.preferences.change(UserId(77), currency=Currency.GOMINING)
    await ann.say("/delete")

    await ann.press("Delete")

    assert "short break" in ann.notices[-1]["text"]
    assert "No longer there" not in str(ann.shown)


async def test_deleting_can_be_thought_better_of(house: BotHouse) -> None:
    ann = house.chat()
    await ann.sign_in()
    await ann.say("/delete")

    await ann.press("No")

    assert await house.services.login.wallet(UserId(77)) is not None


async def test_the_log_of_a_journey_holds_nothing_personal(
    house: BotHouse, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    ann = house.chat(first_name="Annabella")
    with capture_logs() as logged:
        linked = await ann.sign_in()
        for text in ("/start", "/start secret-payload", "/help", "/miners", "/earnings", "seed"):
            await ann.send(text)
        await ann.say("/language")
        await ann.press("Deutsch")
        await ann.say("/delete")
        await ann.press_data("delete")

    lines = str(logged) + caplog.text
    kept = [linked.address.partition(":")[2], "Annabella", "secret-payload", "seed"]
    kept.append(house.settings.bot_token.get_secret_value())
    assert [secret for secret in kept if secret in lines] == []
    assert events(logged).count("update_crashed") == 0


@pytest.mark.parametrize("module", app.CONVERSATIONS, ids=lambda module: module.__name__)
def test_every_router_is_fresh(module: object) -> None:
    make_router = module.make_router  # type: ignore[attr-defined]  # each module has one
    assert make_router() is not make_router()
