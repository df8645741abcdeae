"""The bot on loopback: real services over the sandbox partner, and people who chat with it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiohttp import ClientSession

from bot.app import make_dispatcher
from core.chat_sign_in import open_chat_sign_in
from core.model import Door, LinkedWallet, UserId
from core.runtime import Services, open_services
from core.settings import Settings
from core.ton_wallet import TonWallet
from sandbox.partner import PartnerOptions, running_partner
from tests.bot import written
from tests.databases import sqlite_in
from tests.fakes import BOT_TOKEN, BotApi, Call, RecordingSession
from tests.proofs import make_proof
from tests.settings import settings

SHOWN = (
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "editMessageText",
    "editMessageMedia",
    "editMessageCaption",
    "editMessageReplyMarkup",
)


@dataclass
class Chat:
    """Someone's private chat with the bot."""

    house: BotHouse
    user: int = 77
    language: str | None = "en"
    first_name: str = "Ann"

    @property
    def shown(self) -> list[Call]:
        """What the bot has shown here so far: messages, pictures, files and changes of them."""
        return [
            call
            for call in self.house.telegram.calls
            if call.method in SHOWN and call.fields.get("chat_id") == str(self.user)
        ]

    @property
    def last(self) -> Call:
        """What was shown last."""
        return self.shown[-1]

    @property
    def text(self) -> str:
        """The text, or the caption, of what was shown last."""
        return self.last.said

    @property
    def buttons(self) -> list[str]:
        """The buttons under what was shown last."""
        return [button["text"] for row in self.last.keyboard for button in row]

    @property
    def notices(self) -> list[dict[str, str]]:
        """What pressed buttons were answered with."""
        return [call.fields for call in self.house.telegram.asked("answerCallbackQuery")]

    async def say(self, text: str) -> Call:
        """Write to the bot; return what it showed last."""
        await self.send(text)
        return self.last

    async def send(self, text: str | None, **more: Any) -> None:  # noqa: ANN401  # fields of a message
        """Write to the bot, which may keep silent; *more* as the Bot API names it."""
        update = written(
            text,
            first_name=self.first_name,
            language=self.language,
            user=self.user,
            **more,
        )
        await self.house.feed(update)

    async def press(self, button: str) -> Call:
        """Press the button of this text, or one that begins so, where it was shown last."""
        for call in reversed(self.shown):
            found = [
                one["callback_data"]
                for row in call.keyboard
                for one in row
                if one["text"].startswith(button) and "callback_data" in one
            ]
            if found:
                await self.press_data(found[0], call)
                return self.last
        raise AssertionError(f"no button {button!r}; there are {self.buttons}")

    async def press_data(self, data: str, on: Call | None = None) -> None:
        """Press a button with this data, standing *on* what was shown, or on an old message."""
        user = {
            "id": self.user,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language,
        }
        standing = on.message if on else {"message_id": 1, "date": 0}
        message = standing | {"chat": {"id": self.user, "type": "private"}}
        query = {"id": "1", "from": user, "chat_instance": "1", "data": data, "message": message}
        await self.house.feed({"update_id": written("")["update_id"], "callback_query": query})

    async def sign_in(self, **proof: Any) -> LinkedWallet:  # noqa: ANN401  # as make_proof takes them
        """Connect a wallet in the Mini App."""
        login, user = self.house.services.login, UserId(self.user)
        defaults: dict[str, Any] = {
            "domain": self.house.settings.domain,
            "payload": (await login.begin(user)).payload,
            "at": int(time.time()),
        }
        wallet = TonWallet.model_validate(make_proof(**(defaults | proof)))
        return await login.finish(user, wallet, Door.PAGE)


@dataclass
class BotHouse:
    """The bot and all that it talks to."""

    bot: Bot
    dispatcher: Dispatcher
    services: Services
    settings: Settings
    partner_url: str
    http: ClientSession = field(repr=False)
    telegram: BotApi = field(default_factory=BotApi)

    def chat(self, user: int = 77, language: str | None = "en", first_name: str = "Ann") -> Chat:
        """Return the chat of a user who has not written yet."""
        return Chat(self, user, language, first_name)

    async def feed(self, update: dict[str, Any]) -> None:
        """Let an update happen; return when it is handled."""
        await self.dispatcher.feed_raw_update(self.bot, update)

    async def play(self, **plan: object) -> None:
        """Have the partner follow a plan of faults."""
        async with self.http.post(f"{self.partner_url}/_faults", json=plan) as answer:
            assert answer.status == 200, await answer.text()


@asynccontextmanager
async def running_bot_house(
    folder: Path,
    options: PartnerOptions | None = None,
    **changed: Any,  # noqa: ANN401  # settings
) -> AsyncIterator[BotHouse]:
    """Run the partner and the bot while the block lasts."""
    async with (
        running_partner(options or PartnerOptions()) as partner_url,
        ClientSession() as http,
    ):
        chosen = settings(
            **{
                "bot_token": BOT_TOKEN,
                "partner_api_url": partner_url,
                "database_url": sqlite_in(folder),
            }
            | changed
        )
        session = RecordingSession()
        bot = Bot(BOT_TOKEN, session, DefaultBotProperties(parse_mode=ParseMode.HTML))
        async with (
            open_services(chosen) as services,
            open_chat_sign_in(chosen, services) as sign_in,
        ):
            dispatcher = make_dispatcher(chosen, services, sign_in)
            try:
                yield BotHouse(
                    bot, dispatcher, services, chosen, partner_url, http, session.telegram
                )
            finally:
                await dispatcher["errands"].close()
