from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode

from tests.bot.house import BotHouse, running_bot_house
from tests.fakes import BOT_TOKEN, BotApi, FakeTelegram, RecordingSession


@pytest.fixture
def session() -> RecordingSession:
    return RecordingSession()


@pytest.fixture
def bot(session: RecordingSession) -> Bot:
    return Bot(BOT_TOKEN, session, DefaultBotProperties(parse_mode=ParseMode.HTML))


@pytest.fixture
def recorded(session: RecordingSession) -> BotApi:
    return session.telegram


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[BotHouse]:
    async with running_bot_house(tmp_path) as house:
        yield house


@pytest.fixture
def dispatcher(house: BotHouse) -> Dispatcher:
    return house.dispatcher


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().serve() as telegram:
        yield telegram


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http
