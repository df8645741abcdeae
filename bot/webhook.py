"""The bot's updates by webhook, served by the web app when BOT_WEBHOOK_URL is set.

The secret header is the control: it is checked before a byte of the body is read. An update is
handled before it is answered, so a shutdown, which waits for answers, loses none. The answer is
200 also when the handler crashed, was given up, or could not read the update: Telegram sends
again whatever gets another answer, which would repeat what the handler already did and stall
those behind it. Long polling, too, asks for no update twice. 400 is for what is no update at all.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiogram import Bot, Dispatcher
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from aiohttp import web
from pydantic import SecretStr, ValidationError
from pydantic_core import from_json

from bot.app import open_bot
from bot.registration import Registration
from core import request_id
from core.runtime import Services
from core.settings import Settings

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name

MAX_BODY = 2**20
"""Bytes; an update that quotes another, both full of emoji, takes about 100 kB."""

READ_WITHIN = 5.0
"""Seconds for the body to arrive."""

HANDLE_WITHIN = 14.0
"""Seconds for the update, a word to the user about a handler that was given up included; with
`READ_WITHIN` less than a stopping web app grants."""


def add_webhook(app: web.Application, settings: Settings, services: Callable[[], Services]) -> None:
    """Serve the updates at the path of BOT_WEBHOOK_URL for as long as *app* runs.

    *services* is asked once the app has opened them. Starting tells Telegram where to send updates.
    A refusal stops the start with `SettingsError`; while Telegram cannot be reached the app runs,
    for the Mini App's sake, and keeps trying. Stopping closes the bot and leaves the webhook set:
    Telegram keeps updates for the next start.
    """

    async def lifetime(app: web.Application) -> AsyncIterator[None]:
        async with open_bot(settings, services()) as (bot, dispatcher):
            app[WEBHOOK] = Webhook(bot, dispatcher, settings.bot_webhook_secret)
            async with Registration(bot, settings, dispatcher.resolve_used_update_types()):
                yield

    app.router.add_post(urlsplit(settings.bot_webhook_url).path or "/", _receive)
    app.cleanup_ctx.append(lifetime)


async def _receive(request: web.Request) -> web.Response:
    return await request.app[WEBHOOK].receive(request)


class Webhook:
    """The handler of Telegram's requests."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, secret: SecretStr) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._secret = secret.get_secret_value().encode()

    async def receive(self, request: web.Request) -> web.Response:
        """Handle one update; 401 without the secret, 400, 408 or 413 for what is no update."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            raise web.HTTPUnauthorized
        await self._handle(await _read(request))
        return web.Response()

    async def _handle(self, raw: dict[str, Any]) -> None:
        request_id.begin()
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            log.error(  # noqa: TRY400  # a traceback would quote the user
                "update_unreadable", update=raw["update_id"], faults=error.error_count()
            )
            return
        try:
            async with asyncio.timeout(HANDLE_WITHIN):
                await self._feed(update)
        except TimeoutError:
            log.error(  # noqa: TRY400  # where it waited is no news
                "update_given_up", update=update.update_id, seconds=HANDLE_WITHIN
            )

    async def _feed(self, update: Update) -> None:
        result = await self._dispatcher.feed_update(self._bot, update)
        if isinstance(result, TelegramMethod):  # handlers may return what to send, as when polling
            await self._dispatcher.silent_call_request(self._bot, result)


WEBHOOK = web.AppKey("webhook", Webhook)


async def _read(request: web.Request) -> dict[str, Any]:
    """Return the body as an object with an integer `update_id`; its own cap, not the app's."""
    try:
        async with asyncio.timeout(READ_WITHIN):
            body = await request.clone(client_max_size=MAX_BODY).read()
        update = from_json(body)
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (ValueError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None
    if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
        raise web.HTTPBadRequest
    return update
