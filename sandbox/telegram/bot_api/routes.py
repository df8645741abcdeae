"""The Bot API's addresses: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import BodyPartReader, ClientSession, web

from sandbox.telegram.bot_api import methods
from sandbox.telegram.bot_api.courier import Courier
from sandbox.telegram.bot_api.files import MAX_DOCUMENT, Upload
from sandbox.telegram.bot_api.refusal import RefusedError, bad
from sandbox.telegram.bot_api.telegram import Telegram

MAX_BODY = MAX_DOCUMENT + 2**20


@dataclass(frozen=True, slots=True)
class BotApiRoutes:
    """The Bot API of one Telegram, for whoever is on loopback and has the bot's token."""

    telegram: Telegram

    def add_to(self, app: web.Application) -> None:
        """Serve the methods and the files, and bring updates to the webhook while *app* runs."""
        app.router.add_route("*", "/bot{token}/{method}", self.call)
        app.router.add_get("/file/bot{token}/{path:.+}", self.file)
        app.cleanup_ctx.append(self._bringing)

    async def call(self, request: web.Request) -> web.Response:
        """Answer a method, as Telegram does: `ok` and a result, or a code and a description."""
        try:
            self.telegram.expect_token(request.match_info["token"])
            given, sent = await _read(request)
            result = await self._answer(request.match_info["method"], given, sent)
        except RefusedError as error:
            return web.json_response(error.json(), status=error.status)
        return web.json_response({"ok": True, "result": result})

    async def file(self, request: web.Request) -> web.Response:
        """Answer with a file that was sent."""
        try:
            self.telegram.expect_token(request.match_info["token"])
        except RefusedError as error:
            return web.json_response(error.json(), status=error.status)
        file = self.telegram.files.at(request.match_info["path"])
        if file is None:
            return web.json_response(
                {"ok": False, "error_code": 404, "description": "Not Found"}, status=404
            )
        return web.Response(body=file.upload.content, content_type="application/octet-stream")

    async def _answer(
        self, method: str, given: Mapping[str, Any], sent: Mapping[str, Upload]
    ) -> object:
        if method.lower() == "getupdates":
            return await methods.next_updates(self.telegram, given)
        return methods.call(self.telegram, method, given, sent)

    async def _bringing(self, _: web.Application) -> AsyncIterator[None]:
        async with ClientSession() as http:
            task = asyncio.ensure_future(Courier(self.telegram, http).run())
            yield
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Return a request's fields and its uploads, each by the name of its part."""
    given: dict[str, Any] = dict(request.query)
    sent: dict[str, Upload] = {}
    if request.content_type == "application/json":
        try:
            given |= json.loads(await request.read() or b"{}")
        except (ValueError, TypeError):
            raise bad("can't parse JSON object") from None
    elif request.content_type.startswith("multipart/"):
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise bad("nested parts are unsupported")
            content, name = await _content(part), part.name or ""
            if part.filename is None:
                given[name] = content.decode()
            else:
                kind = part.headers.get("Content-Type", "application/octet-stream")
                sent[name] = Upload(part.filename, kind, content)
                given.setdefault(name, name)
    else:
        given |= {name: str(value) for name, value in (await request.post()).items()}
    return given, sent


async def _content(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(2**16):
        content += chunk
        if len(content) > MAX_BODY:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large")
    return bytes(content)


@asynccontextmanager
async def running_bot_api(
    telegram: Telegram, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """Serve a Bot API while the block runs; yield its address, for TELEGRAM_API_URL.

    It listens on loopback or not at all: whoever reaches it may be anyone's user.
    """
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError("the Bot API's stand-in listens on loopback only")
    app = web.Application(client_max_size=MAX_BODY)
    BotApiRoutes(telegram).add_to(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield site.name
    finally:
        await runner.cleanup()
