from __future__ import annotations

import asyncio

import pytest
from aiogram import Bot
from aiogram.types import Message

from bot import errands
from bot.errands import Errands
from bot.texts import ENGLISH
from core.errors import ConnectEndedError, PartnerUnreachableError, RateLimitedError
from tests.bot import written
from tests.fakes import BotApi


@pytest.fixture
def said(bot: Bot) -> Message:
    return Message.model_validate(written("/connect")["message"], context={"bot": bot})


async def test_an_errand_goes_on_after_its_update(said: Message) -> None:
    done, running = asyncio.Event(), Errands()

    async def work() -> None:
        done.set()

    running.begin(said, ENGLISH, work())

    await done.wait()
    await running.close()


async def test_an_errand_that_fails_is_told_like_a_handler(said: Message, recorded: BotApi) -> None:
    running = Errands()

    async def work() -> None:
        raise PartnerUnreachableError("down")

    running.begin(said, ENGLISH, work())
    await asyncio.gather(*running._running)

    assert "GoMining is not answering" in recorded.sent().said
    assert recorded.sent().button["callback_data"] == "go:connect:"


async def test_what_the_user_ended_is_not_told(said: Message, recorded: BotApi) -> None:
    running = Errands()

    async def work() -> None:
        raise ConnectEndedError("ended")

    running.begin(said, ENGLISH, work())
    await asyncio.gather(*running._running)

    assert recorded.calls == []


async def test_errands_end_with_the_bot(said: Message) -> None:
    running, ended = Errands(), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    running.begin(said, ENGLISH, work())
    await asyncio.sleep(0)
    await running.close()

    assert ended.is_set()
    assert not running._running


async def test_there_are_so_many_errands_at_a_time(
    said: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "MOST", 1)
    running = Errands()

    async def work() -> None:
        await asyncio.Event().wait()

    running.begin(said, ENGLISH, work())
    with pytest.raises(RateLimitedError):
        running.begin(said, ENGLISH, work())

    await running.close()
