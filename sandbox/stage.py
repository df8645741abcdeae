"""The whole product on this machine, with no key, no account and no outside network.

Everything that runs is the production code; only addresses and keys in the settings differ, and
/telegram and a few routes under /sandbox stand in for Telegram's client and a wallet.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web

from core import logs
from core.errors import SettingsError
from core.runtime import open_services
from core.settings import Settings
from sandbox.clock import Clock, ClockRoutes
from sandbox.demo_routes import IMAGES, DemoRoutes
from sandbox.demo_wallet import DemoWallet
from sandbox.partner import PartnerOptions, running_partner
from sandbox.settings import NETWORK, loopback_settings, new_bot_token
from sandbox.telegram import CLIENT, ChatRoutes, Telegram, TelegramClient, running_bot_api
from sandbox.wallet_routes import WalletRoutes
from webapp.app import make_app


@dataclass(frozen=True, slots=True)
class Stage:
    """What is running: the web app's address, the partner's, and who visits."""

    url: str
    partner_url: str
    settings: Settings
    wallet: DemoWallet
    clock: Clock
    telegram: Telegram
    """The stand-in's own state: whose chats there are, and what was said in them."""

    @property
    def telegram_url(self) -> str:
        """Where Telegram's client is, with the chat open in it."""
        return self.url + CLIENT


@asynccontextmanager
async def running_stage(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    options: PartnerOptions | None = None,
    bot: bool = False,
    logged: bool = False,
    **changed: Any,  # noqa: ANN401  # settings
) -> AsyncIterator[Stage]:
    """Run the partner, Telegram and the web app while the block lasts; *host* is loopback only.

    *bot* runs the bot, too, which takes a while to load; nobody answers in the chat without it.
    *logged* sets up the process's log lines, as a command does and a test does not; *changed* are
    settings other than a stage's own.
    """
    _only_loopback(host)
    # Bound first: the address goes into the settings, and port 0 becomes known.
    with _listening(host, port) as listener, TemporaryDirectory(prefix="stage-") as folder:
        url = f"http://{host}:{listener.getsockname()[1]}"
        told = replace(
            options or PartnerOptions(),
            domain=host,
            networks=frozenset({NETWORK}),
            image_base_url=url + IMAGES,
        )
        clock, token = Clock(), new_bot_token()
        telegram = Telegram(token, now=clock.epoch)
        async with (
            running_partner(told, now=clock.now) as partner_url,
            running_bot_api(telegram, host=host) as telegram_url,
        ):
            given = {"bot_token": token, "telegram_api_url": telegram_url} | changed
            settings = loopback_settings(url, partner_url, told, folder, **given)
            if logged:
                logs.configure(settings)
            wallet = await asyncio.to_thread(DemoWallet, NETWORK)  # its key takes a while
            stage = Stage(url, partner_url, settings, wallet, clock, telegram)
            async with _serving(_app(stage), listener), _answering(stage, bot=bot):
                yield stage


def _app(stage: Stage) -> web.Application:
    """Return the web app with all that the stage adds to it."""
    settings, wallet, telegram = stage.settings, stage.wallet, stage.telegram
    now = stage.clock.now
    app = make_app(settings, open_services(settings, now=now))
    DemoRoutes(settings, wallet, now).add_to(app)
    TelegramClient(settings, telegram, now).add_to(app)
    ChatRoutes(telegram).add_to(app)
    WalletRoutes(settings, wallet, now).add_to(app)
    ClockRoutes(stage.clock).add_to(app)
    return app


@asynccontextmanager
async def _serving(app: web.Application, listener: socket.socket) -> AsyncIterator[None]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _answering(stage: Stage, *, bot: bool) -> AsyncIterator[None]:
    if not bot:
        yield
        return
    # Imported here: a stage without the bot needs none of what it draws and talks with.
    running_bot = import_module("sandbox.running_bot").running_bot
    async with running_bot(stage.settings, stage.clock.now):
        yield


def _only_loopback(host: str) -> None:
    try:
        if ipaddress.IPv4Address(host).is_loopback:
            return
    except ValueError:
        pass
    raise SettingsError("--host should be 127.0.0.1: the demo wallet signs for whoever asks")


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise SettingsError(
            f"--port: cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}"
        ) from error
