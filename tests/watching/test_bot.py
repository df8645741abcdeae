"""What is counted of the bot and its worker."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from bot.__main__ import poll
from bot.progress import Progress
from bot.telegram import WaitAndResend
from core.rate_limit import CHAT
from tests.bot import settings, written
from tests.bot.house import BotHouse, running_bot_house
from tests.counted import one, rises, series
from tests.fakes import THROTTLED, FakeTelegram, Refusal

PATIENCE = 60.0

BLOCKED: Refusal = (403, {"description": "Forbidden: bot was blocked by the user"})


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[BotHouse]:
    async with running_bot_house(tmp_path) as house:
        yield house


def _updates(kind: str, outcome: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return one("miniapp_bot_updates_total", kind=kind, outcome=outcome)


async def test_each_update_is_counted_by_its_kind_and_outcome(house: BotHouse) -> None:
    ann = house.chat()
    with rises() as risen:
        await ann.say("/help")
        await ann.press_data("nobody-made-this")
        house.telegram.refuse("sendMessage", BLOCKED)
        await ann.send("/start")

    assert risen[_updates("message", "ok")] == 1
    assert risen[_updates("message", "bot_blocked")] == 1
    assert risen[_updates("callback_query", "ok")] == 1


async def test_beyond_the_pace_one_is_told_and_the_rest_are_not_heard(house: BotHouse) -> None:
    ann = house.chat()
    with rises() as risen:
        for _ in range(CHAT.per_user.amount + 3):
            await ann.send("/help")

    assert risen[_updates("message", "ok")] == CHAT.per_user.amount
    assert risen[_updates("message", "rate_limited")] == 1
    assert risen[_updates("message", "unheard")] == 2
    assert risen[one("miniapp_rate_limited_total", rule="chat")] == 3


async def test_a_crash_is_counted(house: BotHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(type(house.services.preferences), "of", crash)
    with rises() as risen:
        await house.chat().send("/help")

    assert risen == {_updates("message", "crashed"): 1}


async def test_each_time_telegram_asks_to_wait_is_counted(house: BotHouse) -> None:
    async def at_once(_: float) -> None:
        pass

    house.bot.session.middleware(WaitAndResend(at_once))
    house.telegram.refuse("sendMessage", THROTTLED, THROTTLED)
    with rises() as risen:
        await house.bot.send_message(77, "hello")

    assert risen == {one("miniapp_telegram_throttled_total"): 2}


def test_what_became_of_a_telling_is_counted() -> None:
    progress = Progress()
    with rises() as risen:
        progress.note("told")
        progress.note("blocked")

    assert risen == {
        one("miniapp_jobs_total", task="reward", outcome="told"): 1,
        one("miniapp_jobs_total", task="reward", outcome="blocked"): 1,
    }


async def test_polling_shows_its_figures(sqlite_url: str) -> None:
    async with FakeTelegram().serve() as telegram:
        chosen = settings(telegram_api_url=telegram.url, database_url=sqlite_url, metrics_port=0)
        with capture_logs() as logged:
            polling = asyncio.ensure_future(poll(chosen))
            await telegram.until("getUpdates")
        (serving,) = [line for line in logged if line["event"] == "serving_metrics"]
        async with ClientSession() as http:

            async def answered() -> float:
                async with http.get(serving["address"]) as answer:
                    return series(await answer.text()).get(_updates("message", "ok"), 0)

            before = await answered()
            await telegram.push(written("/help"))
            await telegram.until("sendMessage")
            async with asyncio.timeout(PATIENCE):
                while (after := await answered()) == before:  # noqa: ASYNC110  # as Prometheus does
                    await asyncio.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)
        await polling

    assert after - before == 1
