"""One of several processes that serve; `webapp.serving.supervisor` starts it and gives the orders.

Between them is a socket, a line an order: `accept 0`, `leave 0` (the number of a lane), `retire`.
The worker says `ready`, and `here` once a beat from then on: one that says nothing is taken to
hang. That the supervisor is gone is told by the socket's end: then it stops.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.settings import Settings
    from webapp.serving.process import Site


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to end; a fault of the settings is one line and exit code 2."""
    parser = argparse.ArgumentParser(prog="python -m webapp.serving.worker", description=__doc__)
    parser.add_argument("--slot", type=int, required=True)
    parser.add_argument("--control", type=int, required=True)
    parser.add_argument("--beat", type=float, required=True)
    parser.add_argument("--lanes", type=int, nargs="+", required=True)
    parser.add_argument("--metrics", type=int)
    parser.add_argument("--figures", type=Path)
    given = parser.parse_args(arguments)
    if given.figures is not None:
        _count_in(given.figures, given.slot)
    from core import logs  # noqa: PLC0415  # they count from their import on
    from core.errors import AppError, SettingsError  # noqa: PLC0415
    from core.settings import read_settings  # noqa: PLC0415
    from webapp.serving.process import run  # noqa: PLC0415

    try:
        settings = read_settings()
        logs.configure(settings)
        run(_serve(settings, given))
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, SettingsError) else 1
    finally:
        if given.figures is not None:
            _forget_gauges(given.figures, given.slot)
    return 0


def _count_in(folder: Path, slot: int) -> None:
    """Count in the files of *slot*, going on where the one before in it stopped.

    By slot rather than by process, as the library would: there are no more files than slots,
    however often workers are started anew.
    """
    from prometheus_client import values  # noqa: PLC0415  # the first to import it decides

    _forget_gauges(folder, slot)
    values.ValueClass = values.MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call]  # it has no types


def _forget_gauges(folder: Path, slot: int) -> None:
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  # few need it

    mark_process_dead(slot, str(folder))  # type: ignore[no-untyped-call]  # it has no types


async def _serve(settings: Settings, given: argparse.Namespace) -> None:
    from core.metrics_listener import Shared, serving_metrics  # noqa: PLC0415  # see main
    from webapp.serving.process import asked_to_stop, open_site, settle  # noqa: PLC0415

    stop, hurry = asked_to_stop()
    lanes = [socket.socket(fileno=number) for number in given.lanes]
    orders, answers = await asyncio.open_connection(sock=socket.socket(fileno=given.control))
    shared = given.figures and Shared(given.figures, socket.socket(fileno=given.metrics))
    serving = open_site(settings)
    async with serving_metrics(settings, shared), serving as site:
        answers.write(b"ready\n")
        settle()
        living = asyncio.ensure_future(_say_here(answers, given.beat))
        following = asyncio.ensure_future(_follow(orders, site, lanes))
        stopping = asyncio.ensure_future(stop.wait())
        await asyncio.wait({following, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if following.done() and following.result():
            await site.retire(stop)
        else:
            following.cancel()
            await site.drain(settings.drain_seconds, hurry)
        living.cancel()
        answers.close()


async def _say_here(answers: asyncio.StreamWriter, beat: float) -> None:
    while True:
        await asyncio.sleep(beat)
        answers.write(b"here\n")


async def _follow(orders: asyncio.StreamReader, site: Site, lanes: list[socket.socket]) -> bool:
    """Do as told; return True when retired, False when nobody is there to tell."""
    with suppress(OSError):
        while line := await orders.readline():
            match line.decode().split():
                case ["accept", number]:
                    await site.accept(lanes[int(number)], int(number))
                case ["leave", number]:
                    site.leave(int(number))
                case ["retire"]:
                    return True
    return False


if __name__ == "__main__":
    sys.exit(main())
