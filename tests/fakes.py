"""Stand-ins that keep the promises of what they stand in for."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from aiohttp import web

BOT_TOKEN = "123456:" + "T" * 35
BOT = {"id": 123456, "is_bot": True, "first_name": "Miners", "username": "miners_bot"}

MESSAGES = {
    "sendMessage",
    "sendPhoto",
    "sendDocument",
    "editMessageText",
    "editMessageMedia",
    "editMessageCaption",
    "editMessageReplyMarkup",
}
"""Methods that are answered with the message they sent or changed."""

Refusal = tuple[int, dict[str, Any]]
"""A status and the body that goes with it."""

THROTTLED: Refusal = (
    429,
    {"description": "Too Many Requests: retry after 3", "parameters": {"retry_after": 3}},
)
UNAUTHORIZED: Refusal = (401, {"description": "Unauthorized"})
NO_APP_IN_GROUPS: Refusal = (400, {"description": "Bad Request: BUTTON_TYPE_INVALID"})


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the Bot API: its method and the form fields, JSON where Telegram says so."""

    method: str
    fields: dict[str, str]
    files: dict[str, InputFile] = field(default_factory=dict, compare=False)
    """What was uploaded, by the field's name."""
    message_id: int = field(default=0, compare=False)
    """That of the message which it sent or changed."""

    def json(self, name: str) -> Any:  # noqa: ANN401  # whatever JSON holds
        return json.loads(self.fields[name])

    @property
    def said(self) -> str:
        """The text, or the caption of a picture or a file."""
        if "media" in self.fields:
            return str(self.json("media").get("caption", ""))
        return self.fields.get("text", self.fields.get("caption", ""))

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        """The buttons under the message, row by row."""
        if "reply_markup" not in self.fields:
            return []
        return cast("list[list[dict[str, Any]]]", self.json("reply_markup")["inline_keyboard"])

    @property
    def button(self) -> dict[str, Any]:
        """The only button under the message."""
        [[button]] = self.keyboard
        return button

    @property
    def message(self) -> dict[str, Any]:
        """The message as it then stands, as Telegram shows it to the bot."""
        chat = {"id": int(self.fields.get("chat_id", 0)), "type": "private"}
        message: dict[str, Any] = {"message_id": self.message_id, "date": 1, "chat": chat}
        if self.method in {"sendPhoto", "editMessageMedia"}:
            size = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
            return message | {"photo": [size], "caption": self.said}
        if self.method == "sendDocument":
            document = {"file_id": "d", "file_unique_id": "d"}
            return message | {"document": document, "caption": self.said}
        return message | {"text": self.said}


@dataclass
class BotApi:
    """What Telegram answers, and what it was asked: the part of the Bot API that the bot uses."""

    calls: list[Call] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    refusals: dict[str, deque[Refusal]] = field(default_factory=lambda: defaultdict(deque))

    def asked(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def sent(self) -> Call:
        """Return the only message that was sent."""
        [call] = self.asked("sendMessage")
        return call

    def refuse(self, method: str, *refusals: Refusal) -> None:
        """Answer the next calls of *method* with these, then as usual."""
        self.refusals[method].extend(refusals)

    def answer(
        self, method: str, fields: dict[str, str], files: dict[str, InputFile] | None = None
    ) -> Refusal:
        number = int(fields.get("message_id", len(self.calls) + 1))
        call = Call(method, fields, files or {}, number)
        self.calls.append(call)
        if self.refusals[method]:
            status, body = self.refusals[method].popleft()
            return status, {"ok": False, "error_code": status, **body}
        if method == "sendMessage" and fields["chat_id"].startswith("-") and "web_app" in str(call):
            return NO_APP_IN_GROUPS[0], {"ok": False, **NO_APP_IN_GROUPS[1]}
        return 200, {"ok": True, "result": self._result(call)}

    def _result(self, call: Call) -> object:
        if call.method == "getMe":
            return BOT
        if call.method in MESSAGES:
            return call.message
        if call.method == "getUpdates":
            first = int(call.fields.get("offset", 0))
            self.updates = [update for update in self.updates if update["update_id"] >= first]
            return self.updates
        return True


class RecordingSession(BaseSession):
    """An aiogram session that asks a `BotApi` in place of the network."""

    def __init__(self) -> None:
        super().__init__()
        self.telegram = BotApi()
        self.closed = False

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109  # aiogram's signature
    ) -> TelegramType:
        given = method.model_dump(warnings=False).items()
        files: dict[str, InputFile] = {}
        prepared = {name: self.prepare_value(value, bot, files=files) for name, value in given}
        fields = {name: value for name, value in prepared.items() if value}
        status, body = self.telegram.answer(method.__api_method__, fields, files)
        answer = self.check_response(bot, method, status, json.dumps(body))
        return cast("TelegramType", answer.result)

    def stream_content(self, *_: object, **__: object) -> AsyncGenerator[bytes, None]:
        raise NotImplementedError  # the bot downloads nothing

    async def close(self) -> None:
        self.closed = True


class FakeTelegram(BotApi):
    """The Bot API over HTTP on loopback: long polling waits, messages go out when `gate` opens."""

    def __init__(self) -> None:
        super().__init__()
        self.url = ""
        self.gate = asyncio.Event()
        self.gate.set()
        self._news = asyncio.Condition()

    async def push(self, *updates: dict[str, Any]) -> None:
        """Let users write."""
        async with self._news:
            self.updates.extend(updates)
            self._news.notify_all()

    async def until(self, method: str, times: int = 1) -> list[Call]:
        """Wait until *method* was asked that often; return the calls."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.asked(method)) >= times)
        return self.asked(method)

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[FakeTelegram]:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._receive)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        fields = {name: str(value) for name, value in (await request.post()).items()}
        method = request.match_info["method"]
        if request.match_info["token"] != BOT_TOKEN:
            self.refuse(method, UNAUTHORIZED)
        status, body = self.answer(method, fields)
        async with self._news:
            self._news.notify_all()
        if method == "getUpdates" and body.get("result") == []:
            status, body = await self._long_poll(fields)
        if method == "sendMessage":
            await self.gate.wait()
        return web.json_response(body, status=status)

    async def _long_poll(self, fields: dict[str, str]) -> Refusal:
        first = int(fields.get("offset", 0))
        async with self._news:
            await self._news.wait_for(
                lambda: any(update["update_id"] >= first for update in self.updates)
            )
        return 200, {"ok": True, "result": self._result(Call("getUpdates", fields))}
