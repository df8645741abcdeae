"""Answer Telegram by long polling: `python -m bot`.

With BOT_WEBHOOK_URL set, `python -m webapp` answers instead. `python -m bot worker` tells users of
their rewards and answers nobody: with WORKER=apart the others leave that to it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Coroutine
from contextlib import suppress

import structlog
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)

from bot.app import open_bot
from bot.profile import set_up
from bot.telegram import PASSING, in_a_line
from bot.worker import work
from core import logs
from core.errors import AppError, SettingsError
from core.metrics_listener import serving_metrics
from core.runtime import open_services
from core.settings import Settings, read_settings

log = structlog.get_logger()

START_WITHIN = 30.0
"""Seconds for the requests before the first update."""

POLL_SECONDS = 30
"""How long Telegram holds a request open while nothing happens."""

AT_ONCE = 32
"""Updates handled at a time; the rest wait with Telegram."""

UNREACHABLE = 1
MISCONFIGURED = 2


async def poll(settings: Settings) -> None:
    """Answer updates until SIGINT or SIGTERM; what was taken is finished first."""
    async with (
        open_services(settings) as services,
        open_bot(settings, services) as (bot, dispatcher),
        serving_metrics(settings),
    ):
        async with asyncio.timeout(START_WITHIN):
            me = await bot.me()
            await bot.delete_webhook()
            await set_up(bot, settings)
        log.info(
            "polling",
            bot=f"@{me.username}",
            telegram=settings.telegram_api_url,
            mini_app=settings.public_url,
        )
        await dispatcher.start_polling(
            bot,
            polling_timeout=POLL_SECONDS,
            tasks_concurrency_limit=AT_ONCE,
            close_bot_session=False,
        )


def main(arguments: list[str] | None = None) -> int:
    """Poll, or work, until stopped; a fault at the start is one line on stderr."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("worker", help="tell users of their rewards; answer nobody")
    working = parser.parse_args(arguments).command == "worker"
    try:
        settings = read_settings()
    except SettingsError as error:
        return _end(str(error), MISCONFIGURED)
    if settings.bot_webhook_url and not working:
        return _end(
            "BOT_WEBHOOK_URL is set, so `python -m webapp` answers; empty it to poll", MISCONFIGURED
        )
    logs.configure(settings)
    return _run(work(settings) if working else poll(settings), settings)


def _run(running: Coroutine[object, object, None], settings: Settings) -> int:
    try:
        with suppress(KeyboardInterrupt):  # before polling takes the signals over
            asyncio.run(running)
    except (TelegramUnauthorizedError, TelegramNotFound):
        return _end("BOT_TOKEN is refused by Telegram", UNREACHABLE)
    except PASSING as error:
        return _end(f"no use of {settings.telegram_api_url}: {in_a_line(error)}", UNREACHABLE)
    except AppError as error:
        return _end(str(error), MISCONFIGURED if isinstance(error, SettingsError) else UNREACHABLE)
    except TelegramAPIError as error:
        return _end(f"Telegram refuses to set the bot up: {error.message}", UNREACHABLE)
    return 0


def _end(line: str, code: int) -> int:
    sys.stderr.write(f"{line}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
