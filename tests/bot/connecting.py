"""The bot among wallets: a bridge, a list, a manifest, and what a user does with their phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode

from bot.app import make_dispatcher
from core.chat_sign_in import CONNECT_SECONDS, ChatSignIn
from core.ton_connect import Pace
from sandbox.http_wallet import NAME
from tests.bot.house import BotHouse, Chat
from tests.core.ton_connect.town import QUICK, Town, running_town
from tests.fakes import BOT_TOKEN, RecordingSession


@dataclass(frozen=True)
class Meeting:
    """A process of the bot, in a town."""

    house: BotHouse
    town: Town
    sign_in: ChatSignIn

    async def choose(self, chat: Chat) -> str:
        """Ask for the demo wallet; return the link it is shown."""
        seen = len(links(chat))
        await chat.say("/connect")
        await chat.press(NAME)
        await until(lambda: len(links(chat)) > seen)
        return links(chat)[-1]

    async def done(self) -> None:
        """Wait until nothing is waited for."""
        async with asyncio.timeout(20):
            await asyncio.gather(*self.house.dispatcher["errands"]._running)


def links(chat: Chat) -> list[str]:
    """Return the links of the pictures shown so far."""
    pictures = [call for call in chat.shown if call.method == "sendPhoto"]
    buttons = [call.keyboard[0][0] for call in pictures]
    return [button["url"] for button in buttons if "url" in button]  # a chart has none


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until *is_so*."""
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110  # chats tell nobody
            await asyncio.sleep(0.01)


@asynccontextmanager
async def process(
    town: Town, *, seconds: float = CONNECT_SECONDS, pace: Pace = QUICK
) -> AsyncIterator[Meeting]:
    """Run the bot as a process does, and end it as one ends."""
    session = RecordingSession()
    bot = Bot(BOT_TOKEN, session, DefaultBotProperties(parse_mode=ParseMode.HTML))
    async with town.sign_in(seconds, pace) as sign_in:
        dispatcher = make_dispatcher(town.settings, town.services, sign_in)
        house = BotHouse(
            bot,
            dispatcher,
            town.services,
            town.settings,
            town.settings.partner_api_url,
            town.http,
            session.telegram,
        )
        try:
            yield Meeting(house, town, sign_in)
        finally:
            await dispatcher["errands"].close()


@asynccontextmanager
async def running_meeting(
    folder: Path,
    *,
    seconds: float = CONNECT_SECONDS,
    pace: Pace = QUICK,
    **changed: Any,  # noqa: ANN401  # settings
) -> AsyncIterator[Meeting]:
    """Run a town with the bot in it."""
    async with (
        running_town(folder, **changed) as town,
        process(town, seconds=seconds, pace=pace) as meeting,
    ):
        yield meeting
