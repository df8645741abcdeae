"""Serve the Mini App and its API.

`python -m webapp` serves; `python -m webapp openapi` prints the API's description.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import signal
import sys

import structlog
from aiohttp import web

from core import logs
from core.errors import AppError, SettingsError
from core.runtime import open_services
from core.settings import Settings, read_settings
from webapp.app import MAX_HEADER, make_app
from webapp.keys import SERVICES
from webapp.openapi import document
from webapp.routes import ROUTES

log = structlog.get_logger()


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; a fault of the settings is one line and exit code 2."""
    parser = argparse.ArgumentParser(
        prog="python -m webapp",
        description="Serve the Mini App and its API. Settings come from the environment or .env; "
        ".env.example lists them.",
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("openapi", help="print the API's OpenAPI document")
    commands.add_parser("check", help="say what is fine, what is not, and what to do")
    command = parser.parse_args(arguments).command
    if command == "check":
        from webapp import check  # noqa: PLC0415  # who serves needs none of it

        return check.run()
    if command == "openapi":
        sys.stdout.write(json.dumps(document(ROUTES), indent=1) + "\n")
        return 0
    try:
        settings = read_settings()
        logs.configure(settings)
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(serve(settings))
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, SettingsError) else 1
    return 0


def _loop_factory() -> type[asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415  # there is none for Windows
    except ImportError:
        return None
    return uvloop.Loop


async def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished."""
    app = make_app(settings, open_services(settings))
    if settings.bot_webhook_url:
        # Here alone one door opens the other: importing aiogram takes 165 MiB.
        from bot.webhook import add_webhook  # noqa: PLC0415

        add_webhook(app, settings, lambda: app[SERVICES])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=20.0, max_field_size=MAX_HEADER)
    await runner.setup()
    try:
        await _listen(runner, settings)
        port = runner.addresses[0][1]
        log.info("listening", address=f"http://{settings.host}:{port}", public=settings.public_url)
        # What is alive now stays: sparing it from every collection shortens the pauses.
        gc.collect()
        gc.freeze()
        await _stop_asked()
        log.info("stopping")
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise SettingsError(f"HOST, PORT: cannot listen on {where}: {error.strerror}") from error


async def _stop_asked() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
