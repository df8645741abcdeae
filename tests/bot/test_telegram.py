from __future__ import annotations

import gc
import traceback
import weakref

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetMe, GetUpdates, Response
from aiogram.types import User

from bot.telegram import PASSING, Discreet, WaitAndResend, in_a_line, make_bot
from tests.bot import settings
from tests.fakes import BOT_TOKEN, THROTTLED, FakeTelegram, RecordingSession


class Clock:
    """Sleeps at once, and remembers for how long."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def clock(session: RecordingSession) -> Clock:
    clock = Clock()
    session.middleware(WaitAndResend(clock.sleep))
    return clock


async def test_a_throttled_request_is_sent_again_after_the_wait_telegram_names(
    bot: Bot, session: RecordingSession, clock: Clock
) -> None:
    session.telegram.refuse("sendMessage", THROTTLED, THROTTLED)

    message = await bot.send_message(77, "hello")

    assert message.chat.id == 77
    assert clock.slept == [3, 3]
    assert [call.fields["text"] for call in session.telegram.calls] == ["hello"] * 3


async def test_patience_ends_before_it_is_longer_than_allowed(
    bot: Bot, session: RecordingSession, clock: Clock
) -> None:
    session.telegram.refuse("sendMessage", *[THROTTLED] * 9)

    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(77, "hello")

    assert clock.slept == [3, 3, 3]


async def test_other_refusals_are_not_sent_again(
    bot: Bot, session: RecordingSession, clock: Clock
) -> None:
    session.telegram.refuse("sendMessage", (400, {"description": "Bad Request: chat not found"}))

    with pytest.raises(TelegramBadRequest):
        await bot.send_message(77, "hello")

    assert clock.slept == []
    assert len(session.telegram.calls) == 1


async def test_an_error_does_not_hold_the_token(bot: Bot) -> None:
    address = f"https://telegram.example/bot{BOT_TOKEN}/getMe"

    async def too_many_redirects(_: Bot, method: GetMe) -> User:
        cause = ValueError(address)
        raise TelegramNetworkError(method, f"TooManyRedirects: {address}") from cause

    with pytest.raises(TelegramNetworkError) as caught:
        await Discreet()(too_many_redirects, bot, GetMe())  # type: ignore[arg-type]  # narrower

    assert BOT_TOKEN not in "".join(traceback.format_exception(caught.value))
    assert "TooManyRedirects" in str(caught.value)


async def test_an_error_does_not_quote_users(bot: Bot) -> None:
    content = "my seed phrase"

    async def unreadable(_: Bot, __: GetUpdates) -> list[object]:
        raise ClientDecodeError("Failed to decode object", ValueError(content), content)

    with pytest.raises(TelegramServerError) as caught:
        await Discreet()(unreadable, bot, GetUpdates())  # type: ignore[arg-type]  # narrower

    assert content not in "".join(traceback.format_exception(caught.value))


async def test_the_bot_speaks_html_to_the_address_of_the_settings(telegram: FakeTelegram) -> None:
    async with make_bot(settings(telegram_api_url=telegram.url)) as bot:
        await bot.send_message(77, "<b>hello</b>")

    assert telegram.sent().fields["parse_mode"] == "HTML"


async def test_the_bot_waits_and_resends_and_is_discreet(telegram: FakeTelegram) -> None:
    telegram.refuse("getMe", (429, {"description": "x", "parameters": {"retry_after": 99}}))
    async with make_bot(settings(telegram_api_url=telegram.url)) as bot:
        with pytest.raises(TelegramRetryAfter):
            await bot.get_me()

        assert [type(one) for one in bot.session.middleware] == [WaitAndResend, Discreet]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (TimeoutError(), "no answer in time"),
        (TelegramNetworkError(GetMe(), "gone"), "HTTP Client says - gone"),
        (
            TelegramRetryAfter(GetMe(), "slower", 3),
            "Telegram server says - Flood control exceeded on method 'GetMe'. Retry in 3 seconds.",
        ),
    ],
)
def test_a_passing_fault_is_one_line(error: Exception, line: str) -> None:
    assert isinstance(error, PASSING)
    assert in_a_line(error) == line


async def test_the_shape_of_an_answer_is_made_once(telegram: FakeTelegram) -> None:
    async with make_bot(settings(telegram_api_url=telegram.url)) as bot:
        await bot.get_me()
        made = weakref.ref(Response[User])

        gc.collect()

        assert made() is not None  # pydantic itself would have forgotten it
