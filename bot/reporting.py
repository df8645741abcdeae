"""A worker's word of how it gets on, left in the store: whoever asks may be another process."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from bot.progress import Progress
from core.errors import AppError, attempted
from core.rewards import Rewards

log = structlog.get_logger()

REPORT_SECONDS = 30.0
"""Between two reports."""


@asynccontextmanager
async def reporting(progress: Progress, rewards: Rewards) -> AsyncIterator[None]:
    """Report while the block lasts; a worker that has ended is not spoken of any more."""
    worker = f"{socket.gethostname()}:{os.getpid()}"
    task = asyncio.ensure_future(_report(worker, progress, rewards))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await attempted(rewards.retire(worker))


async def _report(worker: str, progress: Progress, rewards: Rewards) -> None:
    while True:
        kept = await attempted(rewards.keep_report(worker, await progress.report()))
        if isinstance(kept, AppError):
            log.info("report_not_kept", code=kept.code)
        await asyncio.sleep(REPORT_SECONDS)
