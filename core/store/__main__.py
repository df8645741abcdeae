"""What operators do to the store.

`migrate` brings the tables up to date; starting the product does the same. `rekey` seals every
account under the first of TOKEN_KEYS, while the product runs. To change the key: put the new one
first and restart, run `rekey`, then remove the old one and restart.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from core.errors import AppError
from core.keys import split_keys
from core.sealing import KeyRing
from core.settings import Settings, read_settings
from core.store import open_store
from core.store.rekey import Rekeyed, rekey
from core.store.schema import HEAD


def main(arguments: list[str] | None = None) -> int:
    """Run a command; 0 when all is well, 1 when rows do not open, 2 when it could not run."""
    parser = argparse.ArgumentParser(
        prog="python -m core.store",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the tables up to date")
    commands.add_parser("rekey", help="seal every account under the first of TOKEN_KEYS")
    command = parser.parse_args(arguments).command
    try:
        return asyncio.run(_COMMANDS[command](read_settings()))
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 2


async def _migrate(settings: Settings) -> int:
    async with open_store(settings.database_url.get_secret_value()):
        sys.stdout.write(f"the tables are at revision {HEAD}\n")
    return 0


async def _rekey(settings: Settings) -> int:
    ring = KeyRing(split_keys(settings.token_keys))
    async with open_store(settings.database_url.get_secret_value()) as store:
        done = await rekey(store, ring.renew, _report)
    sys.stdout.write(f"done: {_told(done)}\n")
    return 1 if done.unreadable else 0


_COMMANDS = {"migrate": _migrate, "rekey": _rekey}


def _report(done: Rekeyed) -> None:
    sys.stderr.write(f"{_told(done)}\n")


def _told(done: Rekeyed) -> str:
    return f"{done.seen} accounts, {done.renewed} sealed anew, {done.unreadable} do not open"


if __name__ == "__main__":
    sys.exit(main())
