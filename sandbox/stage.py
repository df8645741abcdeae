"""The whole product on this machine, with no key, no account and no outside network.

Everything that runs is the production code; only addresses and keys in the settings differ, and
/telegram and a few routes under /sandbox stand in for Telegram's client and a wallet.
"""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import Any

from aiohttp import web

from core import logs
from core.errors import AppError, SettingsError
from core.runtime import open_services
from core.settings import Settings
from sandbox import demo_user
from sandbox.demo_routes import IMAGES, DemoRoutes
from sandbox.demo_wallet import DemoWallet
from sandbox.partner import PartnerOptions, running_partner
from sandbox.settings import NETWORK, loopback_settings
from sandbox.telegram import CLIENT, TelegramClient
from sandbox.wallet_routes import WalletRoutes
from webapp.app import make_app

PORT = 8080
MINERS, MOST_MINERS = 7, 999


@dataclass(frozen=True, slots=True)
class Stage:
    """What is running: the web app's address, the partner's, and who visits."""

    url: str
    partner_url: str
    settings: Settings
    wallet: DemoWallet

    @property
    def telegram_url(self) -> str:
        """Where Telegram's client is, with the Mini App open in it."""
        return self.url + CLIENT


@asynccontextmanager
async def running_stage(
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    options: PartnerOptions | None = None,
    logged: bool = False,
    **changed: Any,  # noqa: ANN401  # settings
) -> AsyncIterator[Stage]:
    """Run the partner and the web app while the block lasts; *host* is loopback or refused.

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
        async with running_partner(told) as partner_url:
            settings = loopback_settings(url, partner_url, told, folder, **changed)
            if logged:
                logs.configure(settings)
            wallet = await asyncio.to_thread(DemoWallet, NETWORK)  # its key takes a while
            app = make_app(settings, open_services(settings))
            DemoRoutes(settings, wallet).add_to(app)
            TelegramClient(settings).add_to(app)
            WalletRoutes(settings, wallet).add_to(app)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
            await runner.setup()
            try:
                await web.SockSite(runner, listener).start()
                yield Stage(url, partner_url, settings, wallet)
            finally:
                await runner.cleanup()


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


def main(arguments: list[str] | None = None) -> int:
    """Run the stage until Ctrl-C; what makes no sense is one line and exit code 2."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description=__doc__,
        epilog="`python -m sandbox partner --help` is about the partner alone.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="loopback only (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="0: any free one (%(default)s)")
    parser.add_argument(
        "--miners", type=int, default=MINERS, help="how many the demo wallet has (%(default)s)"
    )
    told = parser.parse_args(arguments)
    if not 0 <= told.port <= 65535:  # noqa: PLR2004  # TCP's own bound
        parser.error("--port should be 0 to 65535")
    if not 0 <= told.miners <= MOST_MINERS:
        parser.error(f"--miners should be 0 to {MOST_MINERS}")
    try:
        asyncio.run(_perform(told.host, told.port, PartnerOptions(miners=told.miners)))
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


async def _perform(host: str, port: int, options: PartnerOptions) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running_stage(host=host, port=port, options=options, logged=True) as stage:
        sys.stdout.write(_playbill(stage))
        sys.stdout.flush()
        await stop.wait()


def _playbill(stage: Stage) -> str:
    return dedent(f"""\
        Open the Mini App:  {stage.telegram_url}

          the app    production code: page, API and store (in a folder deleted at the end)
          partner    a stand-in for GoMining at {stage.partner_url} (/_log, /_faults)
          Telegram   a stand-in for its client: version, theme, language and more beside the phone;
                     {demo_user.USER["first_name"]}, a demo user signed with a bot token of this run
          wallet     {stage.wallet.address}, signs real ton_proofs

        Ctrl-C stops everything.
        """)
