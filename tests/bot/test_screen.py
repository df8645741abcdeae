from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.screen import Screen, show
from tests.fakes import BotApi

CHAT = {"id": 77, "type": "private"}
WHO = {"id": 77, "is_bot": False, "first_name": "Ann"}
PICTURE = BufferedInputFile(b"png", "chart.png")
SIZE = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
TEXT = Screen("hello")


def pressed(bot: Bot, **message: object) -> CallbackQuery:
    standing = {"message_id": 5, "date": 1, "chat": CHAT} | (message or {"text": "old"})
    query = {"id": "1", "from": WHO, "chat_instance": "1", "data": "x", "message": standing}
    return CallbackQuery.model_validate(query, context={"bot": bot})


def refused(description: str) -> tuple[int, dict[str, object]]:
    return 400, {"description": f"Bad Request: {description}"}


def methods(recorded: BotApi) -> list[str]:
    return [call.method for call in recorded.calls]


async def test_what_is_written_is_answered_with_a_message(bot: Bot, recorded: BotApi) -> None:
    said = {"message_id": 5, "date": 1, "chat": CHAT, "text": "/start"}

    await show(Message.model_validate(said, context={"bot": bot}), TEXT)

    assert recorded.sent().fields["chat_id"] == "77"


@pytest.mark.parametrize(
    ("standing", "screen", "asked"),
    [
        pytest.param({"text": "old"}, TEXT, ["editMessageText"], id="text to text"),
        pytest.param(
            {"photo": [SIZE]}, Screen("x", picture=PICTURE), ["editMessageMedia"], id="picture"
        ),
        pytest.param(
            {"text": "old"}, Screen("x", picture=PICTURE), ["sendPhoto", "deleteMessage"], id="to"
        ),
        pytest.param({"photo": [SIZE]}, TEXT, ["sendMessage", "deleteMessage"], id="from"),
        pytest.param({"date": 0}, TEXT, ["sendMessage"], id="too old to be read"),
    ],
)
async def test_a_button_changes_the_message_it_stands_on(
    bot: Bot, recorded: BotApi, standing: dict[str, object], screen: Screen, asked: list[str]
) -> None:
    await show(pressed(bot, **standing), screen)

    assert methods(recorded) == asked


async def test_a_picture_goes_up_as_a_file(bot: Bot, recorded: BotApi) -> None:
    await show(pressed(bot), Screen("caption", picture=PICTURE))

    [call] = recorded.asked("sendPhoto")
    assert list(call.files.values()) == [PICTURE]
    assert call.said == "caption"


async def test_a_button_in_nobodys_chat_is_answered_in_the_users(
    bot: Bot, recorded: BotApi
) -> None:
    query = {"id": "1", "from": WHO, "chat_instance": "1", "data": "x", "inline_message_id": "1"}

    await show(CallbackQuery.model_validate(query, context={"bot": bot}), TEXT)

    assert recorded.sent().fields["chat_id"] == "77"


async def test_the_same_screen_once_more_is_no_fault(bot: Bot, recorded: BotApi) -> None:
    recorded.refuse("editMessageText", refused("message is not modified: specified new message"))

    shown = await show(pressed(bot), TEXT)

    assert shown.message_id == 5
    assert methods(recorded) == ["editMessageText"]


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited"])
async def test_what_can_no_longer_be_changed_is_sent_anew(
    bot: Bot, recorded: BotApi, why: str
) -> None:
    recorded.refuse("editMessageText", refused(why))

    await show(pressed(bot), TEXT)

    assert methods(recorded) == ["editMessageText", "sendMessage"]


async def test_an_old_message_that_cannot_be_deleted_stays(bot: Bot, recorded: BotApi) -> None:
    recorded.refuse("deleteMessage", refused("message can't be deleted for everyone"))

    await show(pressed(bot), Screen("x", picture=PICTURE))

    assert methods(recorded) == ["sendPhoto", "deleteMessage"]


@pytest.mark.parametrize("standing", [{"text": "old"}, {"photo": [SIZE]}])
async def test_a_picture_that_telegram_cannot_fetch_is_left_out(
    bot: Bot, recorded: BotApi, standing: dict[str, object]
) -> None:
    for method in ("sendPhoto", "editMessageMedia"):
        recorded.refuse(method, refused("wrong file identifier/HTTP URL specified"))

    await show(pressed(bot, **standing), Screen("x", picture="https://example.org/miner.png"))

    assert "x" in [call.fields.get("text") for call in recorded.calls]


async def test_a_screen_that_telegram_refuses_is_a_fault(bot: Bot, recorded: BotApi) -> None:
    recorded.refuse("editMessageText", refused("can't parse entities"))
    recorded.refuse("sendMessage", refused("can't parse entities"))

    with pytest.raises(TelegramBadRequest):
        await show(pressed(bot), TEXT)
