"""What surrounds every conversation: words, pace, and an answer also when something fails."""

from __future__ import annotations

import asyncio
import re

import pytest
from aiogram import F
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject
from structlog.testing import capture_logs

from bot.middlewares import guard
from bot.notice import Notice
from bot.routers.start import make_router as fresh_router
from bot.texts import LANGUAGES
from core import request_id
from core.errors import PartnerUnreachableError, SignInAgainError, StoreError
from core.model import Language, Preferences, UserId
from core.rate_limit import CHAT
from tests.bot import events, written
from tests.bot.house import BotHouse

BLOCKED = (403, {"description": "Forbidden: bot was blocked by the user"})
SECRET = "Ann <secret>"


def crashing(house: BotHouse, error: Exception) -> None:
    """Let whatever is written as "crash", and whatever button says so, end with *error*."""

    async def crash(_: TelegramObject) -> None:
        raise error

    router = fresh_router()
    router.message.handlers.clear()
    router.callback_query.handlers.clear()
    router.message.register(crash, F.text.in_({"crash", "/miners", "/miners 7"}))
    router.callback_query.register(crash, F.data == "crash")
    house.dispatcher.sub_routers.insert(0, router)


async def test_a_chosen_language_goes_before_telegrams(house: BotHouse) -> None:
    ann = house.chat(language="en")
    await house.services.preferences.change(UserId(ann.user), language=Language.GERMAN)

    await ann.say("/start")

    assert ann.text.startswith("Hallo")


async def test_without_the_store_a_user_is_spoken_to_in_telegrams_language(
    house: BotHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(*_: object) -> None:
        raise StoreError("down")

    monkeypatch.setattr(type(house.services.preferences), "of", down)
    ann = house.chat(language="de")

    await ann.say("/help")

    assert LANGUAGES["de"].say("app.open") in ann.buttons


async def test_a_crash_is_told_with_the_id_that_the_log_has_and_the_next_update_works(
    house: BotHouse, caplog: pytest.LogCaptureFixture
) -> None:
    crashing(house, ValueError(SECRET))
    ann = house.chat(first_name=SECRET)

    with capture_logs(processors=[request_id.add_to_line]) as logged:
        await ann.say("crash")

    [line] = [line for line in logged if line["log_level"] == "error"]
    quoted = re.search(r"<code>(.+)</code>", ann.text)
    assert quoted is not None
    assert line["event"] == "update_crashed"
    assert line["request_id"] == quoted[1]
    assert line["error"] == "ValueError"
    assert "test_guard.py" in line["at"]
    assert "secret" not in str(logged) + caplog.text
    assert (await ann.say("/start")).said.startswith("Hello")


async def test_a_crash_behind_a_button_answers_the_button(house: BotHouse) -> None:
    crashing(house, ValueError())
    ann = house.chat()

    await ann.press_data("crash")

    assert len(ann.notices) == 1
    assert "<code>" in ann.text


async def test_a_user_who_blocks_the_bot_is_no_crash(house: BotHouse) -> None:
    house.telegram.refuse("sendMessage", BLOCKED)

    with capture_logs() as logged:
        await house.chat().send("/start")

    assert events(logged) == ["bot_blocked"]


async def test_where_telegram_takes_no_answer_the_log_has_it_once(house: BotHouse) -> None:
    house.telegram.refuse("sendMessage", *[(400, {"description": "Bad Request: chat gone"})] * 2)

    with capture_logs() as logged:
        await house.chat().send("/start")

    assert events(logged) == ["update_crashed", "report_not_sent"]


async def test_a_partner_who_is_down_is_a_sentence_and_a_button_to_try_again(
    house: BotHouse,
) -> None:
    crashing(house, PartnerUnreachableError("down"))
    ann = house.chat()

    await ann.say("/miners 7")

    assert "GoMining is not answering" in ann.text
    assert ann.last.button == {"text": "Try again", "callback_data": "go:miners:7"}


async def test_behind_a_button_a_fault_is_told_on_top_and_the_screen_stays(house: BotHouse) -> None:
    crashing(house, PartnerUnreachableError("down"))
    ann = house.chat()

    await ann.press_data("crash")

    [notice] = ann.notices
    assert "GoMining is not answering" in notice["text"]
    assert ann.shown == []


async def test_who_is_not_signed_in_is_shown_the_way(house: BotHouse) -> None:
    crashing(house, SignInAgainError("no tokens"))
    ann = house.chat()

    await ann.press_data("crash")

    assert ann.buttons == ["Connect a wallet"]
    assert len(ann.notices) == 1


async def test_what_cannot_be_asked_again_by_a_button_has_none(house: BotHouse) -> None:
    crashing(house, PartnerUnreachableError("down"))
    ann = house.chat()

    await ann.say("crash")

    assert ann.buttons == []


async def test_a_handler_that_takes_too_long_is_given_up_and_that_is_said(
    house: BotHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "HANDLE_WITHIN", 0.01)

    async def never(_: Message) -> None:
        await asyncio.Event().wait()

    house.dispatcher.message.register(never, F.text == "/miners")
    ann = house.chat()

    with capture_logs() as logged:
        await ann.say("/miners")

    assert "takes too long" in ann.text
    assert ann.buttons == ["Try again"]
    assert "update_given_up" in events(logged)


async def test_a_handlers_own_timeout_is_a_fault_of_the_way(house: BotHouse) -> None:
    crashing(house, TimeoutError())

    with capture_logs() as logged:
        await house.chat().send("crash")

    assert "telegram_unreachable" in events(logged)


async def test_a_button_nobody_knows_says_so(house: BotHouse) -> None:
    ann = house.chat()

    for data in ("miners:1:of-an-older-version", "go", "language:xx", "x" * 64):
        await ann.press_data(data)

    assert ["out of date" in notice["text"] for notice in ann.notices] == [True] * 4
    assert ann.shown == []


async def test_a_button_that_was_pressed_too_long_ago_is_no_crash(house: BotHouse) -> None:
    too_old = (400, {"description": "Bad Request: query is too old and response timeout expired"})
    house.telegram.refuse("answerCallbackQuery", too_old)
    ann = house.chat()

    with capture_logs() as logged:
        await ann.press_data("go:help:")

    assert "/miners" in ann.text
    assert "button_not_answered" in events(logged)


async def test_a_handler_may_say_something_on_top(house: BotHouse) -> None:
    async def say(_: CallbackQuery, notice: Notice) -> None:
        notice.text = "s" * 300

    house.dispatcher.callback_query.register(say, F.data == "say")
    ann = house.chat()

    await ann.press_data("say")

    assert ann.notices[0]["text"] == "s" * 200
    assert "show_alert" not in ann.notices[0]


async def test_whoever_writes_too_fast_is_told_once_and_others_are_answered(
    house: BotHouse,
) -> None:
    ann, bob = house.chat(77), house.chat(78)
    allowed = CHAT.per_user.amount

    for _ in range(allowed + 10):
        await ann.send("hello")
    await bob.say("/start")

    assert len(ann.shown) == allowed + 1
    assert "Try again in" in ann.text
    assert bob.text.startswith("Hello")


async def test_a_button_pressed_too_often_is_answered_all_the_same(house: BotHouse) -> None:
    ann = house.chat()

    for _ in range(CHAT.per_user.amount + 3):
        await ann.press_data("go:help:")

    assert len(ann.notices) == CHAT.per_user.amount + 3


async def test_whoever_asks_for_something_else_leaves_the_dialogue(house: BotHouse) -> None:
    asking = State("asking", group_name="test")
    heard: list[str | None] = []

    async def begin(_: Message, state: FSMContext) -> None:
        await state.set_state(asking)

    async def hear(message: Message) -> None:
        heard.append(message.text)

    house.dispatcher.message.register(begin, F.text == "begin")
    house.dispatcher.message.register(hear, asking)
    ann = house.chat()

    await ann.send("begin")
    await ann.send("16")
    await ann.send("/help")
    await ann.say("15")

    assert heard == ["16"]
    assert "/miners" in ann.text


async def test_what_only_a_newer_bot_api_knows_is_passed_over_in_silence(
    house: BotHouse, caplog: pytest.LogCaptureFixture
) -> None:
    with capture_logs() as logged:
        await house.feed({"update_id": 1, "dream": {"text": "my secret"}})

    assert logged == []
    assert "my secret" not in caplog.text


async def test_telegram_is_asked_only_for_what_is_answered(house: BotHouse) -> None:
    assert set(house.dispatcher.resolve_used_update_types()) <= {
        "message",
        "callback_query",
        "inline_query",
        "my_chat_member",
    }


async def test_two_at_once_are_not_mixed_up(house: BotHouse) -> None:
    ann, bob = house.chat(77, first_name="Ann"), house.chat(78, first_name="Bob")

    await asyncio.gather(*(chat.send("/start") for chat in (ann, bob)))

    assert "Ann" in ann.text
    assert "Bob" in bob.text


async def test_talk_in_groups_is_not_even_counted(house: BotHouse) -> None:
    ann = house.chat()

    for _ in range(CHAT.per_user.amount + 1):
        await house.feed(written("good morning", chat="group"))
    await ann.say("/start")

    assert ann.text.startswith("Hello")


async def test_of_whoever_is_met_elsewhere_nothing_is_kept(house: BotHouse) -> None:
    stranger = {"id": 78, "is_bot": False, "first_name": "Bo", "language_code": "de"}
    query = {"id": "1", "from": stranger, "query": "forecast 16 15", "offset": ""}

    await house.feed({"update_id": 1, "inline_query": query})
    await house.feed(written("/help", user=79, language="de", chat="group"))

    for user in (78, 79):
        assert await house.services.preferences.of(UserId(user)) == Preferences()
    [answer] = house.telegram.asked("answerInlineQuery")
    assert "eine Prognose" in answer.fields["button"]
