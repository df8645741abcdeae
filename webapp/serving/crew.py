"""The supervisor's side of its workers: started, told, ended."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

START_WITHIN = 360.0
"""Seconds until a worker serves: what a migration may wait for, and a minute."""

SAYING_WHY = 10.0
"""Seconds for a worker to end that will not serve."""

BEAT = 5.0
"""Seconds between two signs of life of a worker."""
SILENT_BEATS = 6
"""So many without a sign, and its event loop hangs: it would keep what it accepted for ever."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that serves, and the line to it."""

    slot: int
    process: asyncio.subprocess.Process
    answers: asyncio.StreamReader
    orders: asyncio.StreamWriter
    gone: asyncio.Future[int]
    """Its exit code, once it has ended."""
    replaced: asyncio.Future[int]
    """Done once another has its place."""

    async def ready(self) -> bool:
        """Wait until it serves; False when it has ended, or has been ended for taking too long."""
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(START_WITHIN):
                if await self.answers.readline():
                    return True
        await self.end(SAYING_WHY)
        return False

    async def silence(self, beat: float) -> None:
        """Return when it has given no sign of life for `SILENT_BEATS`, or is gone.

        They are waited for one at a time: were this process held up itself, that is one beat.
        """
        missed = 0
        while missed < SILENT_BEATS and not self.gone.done():
            try:
                async with asyncio.timeout(beat):
                    if not await self.answers.readline():  # it has ended, or is about to
                        await asyncio.wait({self.gone})
                missed = 0
            except TimeoutError:
                missed += 1

    def tell(self, order: str) -> None:
        """Give an order; one that has ended hears none."""
        self.orders.write(f"{order}\n".encode())

    def stop(self) -> None:
        """Ask it to drain and end."""
        with suppress(ProcessLookupError):
            self.process.terminate()

    def kill(self) -> None:
        """End it at once, whatever it does."""
        with suppress(ProcessLookupError):
            self.process.kill()

    async def end(self, within: float) -> None:
        """Wait for its end; after *within* seconds it is killed."""
        done, _ = await asyncio.wait({self.gone}, timeout=within)
        if not done:
            self.kill()
            await asyncio.wait({self.gone})


class Crew:
    """Starts workers and counts them: no more at a time than there are slots."""

    def __init__(
        self,
        lanes: list[socket.socket],
        metrics: socket.socket | None = None,
        figures: Path | None = None,
        *,
        beat: float = BEAT,
    ) -> None:
        self._lanes = [lane.fileno() for lane in lanes]
        self._metrics = metrics
        self._figures = figures
        self.beat = beat
        self._free = list(range(len(lanes) + 1))  # one more, for whoever replaces another
        self.all: dict[int, Worker] = {}

    async def hire(self) -> Worker:
        """Start a worker that has yet to be ready."""
        slot = min(self._free)
        self._free.remove(slot)
        ours, theirs = socket.socketpair()
        with ExitStack() as stack, theirs:
            stack.enter_context(ours)
            arguments, environment = self._given(slot, theirs.fileno())
            handed = [theirs.fileno(), *self._lanes]
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *arguments,
                stdin=subprocess.DEVNULL,
                env=environment,
                pass_fds=handed if self._metrics is None else [*handed, self._metrics.fileno()],
                # Ctrl-C is for the supervisor, which tells the others.
                process_group=0,
            )
            stack.pop_all()
        answers, orders = await asyncio.open_connection(sock=ours)
        gone = asyncio.ensure_future(process.wait())
        replaced = asyncio.get_running_loop().create_future()
        worker = Worker(slot, process, answers, orders, gone, replaced)
        self.all[slot] = worker
        worker.gone.add_done_callback(lambda _: self._left(slot))
        return worker

    def _given(self, slot: int, control: int) -> tuple[list[str], dict[str, str]]:
        environment = dict(os.environ)  # noqa: TID251  # the worker's settings are this process's
        arguments = ["-m", "webapp.serving.worker", "--slot", str(slot), "--control", str(control)]
        arguments += ["--beat", str(self.beat), "--lanes", *map(str, self._lanes)]
        if self._figures is not None and self._metrics is not None:
            environment["PROMETHEUS_MULTIPROC_DIR"] = str(self._figures)
            arguments += ["--figures", str(self._figures)]
            arguments += ["--metrics", str(self._metrics.fileno())]
        return arguments, environment

    def _left(self, slot: int) -> None:
        self.all.pop(slot).orders.close()
        self._free.append(slot)

    async def dismiss(self, within: float) -> None:
        """Stop them all at once; whoever is still there after *within* seconds is killed."""
        everybody = list(self.all.values())
        for worker in everybody:
            worker.stop()
        await asyncio.gather(*(worker.end(within) for worker in everybody))
