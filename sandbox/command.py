"""`python -m sandbox`: the stage, until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from textwrap import dedent

from core.errors import AppError
from sandbox import demo_user
from sandbox import stage as theatre
from sandbox.partner import PartnerOptions
from sandbox.stage import Stage, running_stage

PORT = 8080
MINERS, MOST_MINERS = 7, 999


def main(arguments: list[str] | None = None) -> int:
    """Run the stage until Ctrl-C; what makes no sense is one line and exit code 2."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description=theatre.__doc__,
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
    async with running_stage(host=host, port=port, options=options, bot=True, logged=True) as stage:
        sys.stdout.write(_playbill(stage))
        sys.stdout.flush()
        await stop.wait()


def _playbill(stage: Stage) -> str:
    name, api = demo_user.USER["first_name"], stage.settings.telegram_api_url
    return dedent(f"""\
        Talk to the bot:    {stage.telegram_url}
        Open the Mini App:  {stage.telegram_url}?app=open

          the app    production code: page, API, bot and store (in a folder deleted at the end)
          partner    a stand-in for GoMining at {stage.partner_url} (/_log, /_faults)
          Telegram   a stand-in for its client and for its Bot API, at {api};
                     {name}, a demo user signed with a bot token of this run, and beside
                     the phone version, theme, language, the next morning and more
          wallet     {stage.wallet.address}, signs real ton_proofs: in
                     the Mini App, and in an app of its own that /connect links to

        Ctrl-C stops everything.
        """)
