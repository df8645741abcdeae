"""What operators do to the store.

`migrate` brings the tables up to date; starting the product does the same. `rekey` seals every
row under the first of TOKEN_KEYS, while the product runs. To change the key: put the new one
first and restart, run `rekey`, then remove the old one and restart. Several replicas must all know
it before one seals with it: put it second and restart them before the first of these steps.

`backup` writes all that is kept to a file, of one moment, while the product runs; what is sealed
stays sealed. `restore` brings it back into an empty store, on either kind of database.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from core.errors import AppError
from core.keys import split_keys
from core.sealing import KeyRing
from core.settings import Settings, read_settings
from core.store import open_store
from core.store.backup import backup, restore
from core.store.progress import Progress
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
    commands.add_parser("rekey", help="seal every row under the first of TOKEN_KEYS")
    for name, does in (("backup", "write all that is kept to FILE"), ("restore", "bring it back")):
        commands.add_parser(name, help=does).add_argument("file", type=Path, metavar="FILE")
    told = parser.parse_args(arguments)
    try:
        return asyncio.run(_COMMANDS[told.command](read_settings(), told))
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 2


async def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    async with open_store(settings.database_url.get_secret_value()):
        sys.stdout.write(f"the tables are at revision {HEAD}\n")
    return 0


async def _rekey(settings: Settings, _: argparse.Namespace) -> int:
    ring = KeyRing(split_keys(settings.token_keys))
    async with open_store(settings.database_url.get_secret_value()) as store:
        done = await rekey(store, ring.renew, _report)
    sys.stdout.write(f"done: {_told(done)}\n")
    return 1 if done.unreadable else 0


async def _backup(settings: Settings, told: argparse.Namespace) -> int:
    url = settings.database_url.get_secret_value()
    head = await backup(url, told.file, Progress())
    sys.stdout.write(f"{told.file}: {head.count} rows of revision {head.revision}\n")
    return 0


async def _restore(settings: Settings, told: argparse.Namespace) -> int:
    url = settings.database_url.get_secret_value()
    head = await restore(url, told.file, Progress())
    sys.stdout.write(f"{head.count} rows brought in, as they were on {head.made}\n")
    return 0


_COMMANDS = {"migrate": _migrate, "rekey": _rekey, "backup": _backup, "restore": _restore}


def _report(done: Rekeyed) -> None:
    sys.stderr.write(f"{_told(done)}\n")


def _told(done: Rekeyed) -> str:
    return f"{done.seen} rows, {done.renewed} sealed anew, {done.unreadable} do not open"


if __name__ == "__main__":
    sys.exit(main())
