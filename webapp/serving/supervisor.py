"""Several processes that serve at one address, kept by one that serves nothing.

It opens the sockets (see `lanes`), starts workers, starts anew whoever dies, and replaces one
after the other on SIGHUP: with the settings and the code as they are by then. It imports neither
the application nor a web server, and takes 41 MiB where a worker takes 90.

A worker whose event loop hangs says so by its silence, and is killed: a load balancer sees only
that some of its requests are never answered.

The first worker is alone until it is ready: it migrates the store before there is anybody to
wait for it, and a fault of the settings is told once. A worker that dies later is started again
for ever, with pauses that grow.
"""

from __future__ import annotations

import asyncio
import signal
import socket
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import structlog

from core.errors import SettingsError
from core.settings import Settings
from webapp.serving.crew import Crew, Worker
from webapp.serving.lanes import address_of, open_lanes

FINISHING = 30.0
"""Seconds for a worker to end once it drained: it gives its requests 20."""
RETIRING = 75.0 + FINISHING
"""A worker that is replaced waits for idle connections, too."""
STEADY = 60.0
"""Seconds after which a worker's death is no sign that the next one will die as soon."""
MOST_PAUSE = 30.0

log = structlog.get_logger()


def supervise(settings: Settings, count: int) -> int:
    """Serve by *count* workers until SIGINT or SIGTERM; return the exit code."""
    with ExitStack() as stack:
        lanes = open_lanes(settings.host, settings.port, count)
        for lane in lanes:
            stack.enter_context(lane)
        metrics = figures = None
        if settings.metrics_port is not None:
            metrics = stack.enter_context(_metrics_socket(settings.metrics_host, settings))
            figures = Path(stack.enter_context(_folder()))
        return asyncio.run(
            Supervisor(settings, lanes, Crew(lanes, metrics, figures), metrics).run()
        )


def _metrics_socket(host: str, settings: Settings) -> socket.socket:
    try:
        return open_lanes(host, settings.metrics_port or 0)[0]
    except SettingsError as error:
        raise SettingsError(
            str(error).replace("HOST, PORT", "METRICS_HOST, METRICS_PORT")
        ) from error


def _folder() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="miniapp-figures-")
    except OSError as error:
        raise SettingsError(
            "METRICS_PORT with several workers needs a folder to write to: set TMPDIR"
        ) from error


class Supervisor:
    """Has a worker at each lane, from the first that is ready until asked to stop."""

    def __init__(
        self,
        settings: Settings,
        lanes: list[socket.socket],
        crew: Crew,
        metrics: socket.socket | None,
    ) -> None:
        self._settings = settings
        self._lanes = lanes
        self._crew = crew
        self._metrics = metrics
        self._at: list[Worker | None] = [None] * len(lanes)
        self._hiring = [asyncio.Lock() for _ in lanes]
        self._stop = asyncio.Event()
        self._renew = asyncio.Event()

    async def run(self) -> int:
        """Return 0 when asked to stop, the first worker's exit code when it did not start."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self._asked_to_stop)
        loop.add_signal_handler(signal.SIGHUP, self._renew.set)
        tending = asyncio.ensure_future(self._tend())
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({tending, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return tending.result() if tending.done() else 0
        finally:
            tending.cancel()
            stopping.cancel()
            await asyncio.wait({tending, stopping})
            await self._crew.dismiss(self._settings.drain_seconds + FINISHING)

    def _asked_to_stop(self) -> None:
        if self._stop.is_set():  # a second time: they hurry, too
            for worker in self._crew.all.values():
                worker.stop()
        else:
            log.info("stopping", drain=self._settings.drain_seconds)
            self._stop.set()

    async def _tend(self) -> int:
        first = await self._crew.hire()
        if not await first.ready():
            return await self._not_started(first)
        self._seat(0, first)
        self._announce()
        async with asyncio.TaskGroup() as group:
            for lane in range(len(self._lanes)):
                group.create_task(self._keep(lane))
            group.create_task(self._renew_all())
        return 0

    async def _not_started(self, worker: Worker) -> int:
        code = await worker.gone
        if code <= 0:  # else it has said why
            log.error("no_worker_starts", code=code)
        return code if code > 0 else 1

    def _announce(self) -> None:
        log.info(
            "listening",
            address=address_of(self._lanes[0]),
            public=self._settings.public_url,
            workers=len(self._lanes),
        )
        if self._metrics is not None:
            log.info("serving_metrics", address=f"{address_of(self._metrics)}/metrics")
        if not self._settings.redis_url.get_secret_value():
            log.warning("rate_limits_per_worker", hint="set REDIS_URL, or each counts on its own")

    def _seat(self, lane: int, worker: Worker) -> None:
        """Let *worker* accept from *lane*, and nobody else."""
        self._at[lane] = worker
        worker.tell(f"accept {lane}")
        for other in self._at:
            if other is not None and other is not worker:
                other.tell(f"leave {lane}")

    def _lend(self, lane: int) -> None:
        """Let another worker see to a lane that nobody accepts from."""
        self._at[lane] = None
        for other in self._at:
            if other is not None:
                other.tell(f"accept {lane}")
                return

    async def _keep(self, lane: int) -> None:
        """Have a worker at *lane*, whatever happens to it."""
        pause = 0.0
        while True:
            began = time.monotonic()
            async with self._hiring[lane]:
                worker = self._at[lane] or await self._hired(lane)
            if worker is not None:
                await self._relieved(worker)
                if self._at[lane] is not worker:
                    continue
                log.error("worker_died", pid=worker.process.pid, code=worker.gone.result())
                self._lend(lane)
            if time.monotonic() - began > STEADY:
                pause = 0.0
            await asyncio.sleep(pause)
            pause = min(max(1.0, pause * 2), MOST_PAUSE)

    async def _hired(self, lane: int) -> Worker | None:
        try:
            worker = await self._crew.hire()
        except OSError as error:  # no memory, no process, no file descriptor
            log.error("worker_not_started", cause=error.strerror)  # noqa: TRY400  # that says it
            return None
        if not await worker.ready():
            log.error("worker_not_started", code=worker.gone.result())
            return None
        self._seat(lane, worker)
        log.info("worker_started", pid=worker.process.pid)
        return worker

    async def _relieved(self, worker: Worker) -> None:
        """Wait until it is gone, if need be by force, or another has its place."""
        silence = asyncio.ensure_future(worker.silence(self._crew.beat))
        relief: set[asyncio.Future[Any]] = {worker.gone, worker.replaced}
        await asyncio.wait({*relief, silence}, return_when=asyncio.FIRST_COMPLETED)
        if not silence.done():
            silence.cancel()
        elif not worker.gone.done():
            log.error("worker_hangs", pid=worker.process.pid)
            worker.kill()
        await asyncio.wait(relief, return_when=asyncio.FIRST_COMPLETED)

    async def _renew_all(self) -> None:
        """Replace the workers one at a time whenever asked to."""
        while True:
            await self._renew.wait()
            self._renew.clear()
            log.info("renewing", workers=len(self._lanes))
            for lane in range(len(self._lanes)):
                if not await self._renewed(lane):
                    log.error("renewing_given_up", hint="the others serve on as they were")
                    break
            else:
                log.info("renewed")

    async def _renewed(self, lane: int) -> bool:
        async with self._hiring[lane]:
            old = self._at[lane]
            if old is None:
                return True  # whoever comes is new
            if await self._hired(lane) is None:
                return False
        old.replaced.set_result(0)
        old.tell("retire")
        await old.end(RETIRING)
        return True
