"""The worker: looks every few minutes who is due, and tells them, until it is stopped."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress

import structlog
from redis.exceptions import RedisError
from taskiq import TaskiqScheduler
from taskiq.abc.schedule_source import ScheduleSource
from taskiq.api import run_scheduler_task
from taskiq.exceptions import SendTaskError
from taskiq.receiver import Receiver
from taskiq.schedule_sources import LabelScheduleSource
from taskiq.scheduler.scheduled_task import ScheduledTask

from bot.jobs import SWEEP_SECONDS, Jobs
from bot.pace import Pace
from bot.progress import Progress
from bot.queues import Queue, make_queue
from bot.reporting import reporting
from bot.telegram import make_bot
from bot.telling import Teller
from core import logs, metrics
from core.metrics_listener import serving_metrics
from core.runtime import Services, open_services
from core.settings import Settings

log = structlog.get_logger()

AT_ONCE = 32
"""Jobs in hand: those whose income is asked for, and those whose message waits for its turn."""

FINISH_WITHIN = 15.0
"""Seconds that messages in hand may still take when the worker stops."""

TRY_AGAIN_IN = 5.0
"""Seconds before what crashed begins anew."""


class _Scheduler(TaskiqScheduler):
    """Taskiq's, which lets nobody know that a sweep could not be put."""

    async def on_ready(self, source: ScheduleSource, task: ScheduledTask) -> None:
        """Put what is due; while Redis is down there is a line in the log instead."""
        try:
            await super().on_ready(source, task)
        except SendTaskError:
            log.warning("sweep_not_put")


async def work(settings: Settings) -> None:
    """Work until SIGINT or SIGTERM; the messages in hand are sent first."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with (
        open_services(settings) as services,
        running_worker(settings, services),
        serving_metrics(settings),
    ):
        log.info("working", telegram=settings.telegram_api_url)
        await stop.wait()
        log.info("stopping")


@asynccontextmanager
async def running_worker(
    settings: Settings, services: Services, *, every: int = SWEEP_SECONDS
) -> AsyncIterator[Progress]:
    """Sweep and tell while the block lasts; *every* so many seconds somebody may be due."""
    async with make_bot(settings, patience=0) as bot:  # the pace waits, for all messages
        queue, progress = make_queue(settings, bot.id), Progress()
        teller = Teller(bot, services, settings, Pace(services.rate_limits, bot.id), progress)
        progress.waiting = lambda: _waiting(queue)
        jobs = Jobs(queue, services.rewards, teller, progress, every=every)
        async with working(queue, jobs), reporting(progress, services.rewards):
            yield progress
        progress.tell()


@asynccontextmanager
async def working(queue: Queue, jobs: Jobs) -> AsyncIterator[None]:
    """Take jobs and put sweeps while the block lasts; then finish what is in hand."""
    await queue.startup()
    receiver = Receiver(
        queue, max_async_tasks=AT_ONCE, run_startup=False, wait_tasks_timeout=FINISH_WITHIN
    )
    scheduler = _Scheduler(queue, [LabelScheduleSource(queue)])
    finish = asyncio.Event()
    listening = asyncio.ensure_future(_steadily(lambda: receiver.listen(finish)))
    scheduling = asyncio.ensure_future(_steadily(lambda: run_scheduler_task(scheduler)))
    try:
        yield
    finally:
        jobs.stop()
        finish.set()
        scheduling.cancel()
        with suppress(asyncio.CancelledError):
            await scheduling
        await listening
        if late := await jobs.drop():
            log.warning("rewards_unfinished", count=late, seconds=FINISH_WITHIN)
        await queue.shutdown()


async def _steadily(work: Callable[[], Coroutine[object, object, None]]) -> None:
    """Do *work* to its end, from its beginning again where it crashes."""
    while True:
        try:
            return await work()
        except Exception as error:  # noqa: BLE001  # rewards must not end with a fault of the day
            metrics.JOBS.labels("worker", "crashed").inc()
            log.error(  # noqa: TRY400  # the place says enough
                "worker_crashed", error=type(error).__name__, at=logs.place_of(error)
            )
            await asyncio.sleep(TRY_AGAIN_IN)


async def _waiting(queue: Queue) -> int | None:
    try:
        return await queue.waiting()
    except RedisError:
        return None
