"""Stopping, with real processes and real signals."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.bot import KEY, MINI_APP, WEBHOOK_PATH, WEBHOOK_SECRET, written
from tests.bot.serving import TELEGRAM
from tests.fakes import BOT_TOKEN, FakeTelegram

ROOT = Path(__file__).parents[2]
SLOW = 50

pytestmark = pytest.mark.timeout(300)  # a fresh process imports aiogram: slow on a busy machine


@asynccontextmanager
async def serving(
    folder: Path, telegram: FakeTelegram
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Run the web app with the bot's webhook."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "webapp"),
        cwd=folder,
        env={
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": BOT_TOKEN,
            "BOT_WEBHOOK_URL": f"{MINI_APP}{WEBHOOK_PATH}",
            "BOT_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "TELEGRAM_API_URL": telegram.url,
            "PARTNER_ID": "partner",
            "PUBLIC_URL": MINI_APP,
            "TOKEN_KEYS": KEY,
            "SESSION_KEY": KEY,
            "DATABASE_URL": f"sqlite:///{folder}/app.db",
            "PORT": "0",
            "LOG_FORMAT": "json",
        },
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        line = json.loads(await process.stderr.readline())
        assert line["event"] == "listening", line
        yield process, line["address"] + WEBHOOK_PATH
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_stopping_during_many_slow_updates_loses_none(
    tmp_path: Path, telegram: FakeTelegram, http: aiohttp.ClientSession
) -> None:
    async def posted(user: int) -> int:
        async with http.post(url, json=written("/start", user=user), headers=TELEGRAM) as answer:
            return answer.status

    telegram.gate.clear()
    async with (
        serving(tmp_path, telegram) as (process, url),
        asyncio.TaskGroup() as group,
    ):
        updates = [group.create_task(posted(1000 + number)) for number in range(SLOW)]
        await telegram.until("sendMessage", SLOW)

        process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.5)  # stopping without waiting would be over by now
        assert process.returncode is None
        assert [update for update in updates if update.done()] == []
        with pytest.raises(aiohttp.ClientError):  # Telegram sends this one again, later
            await posted(1)
        telegram.gate.set()

        assert await asyncio.gather(*updates) == [200] * SLOW
        assert await process.wait() == 0
    greeted = {call.fields["chat_id"] for call in telegram.asked("sendMessage")}
    assert greeted == {str(1000 + number) for number in range(SLOW)}
