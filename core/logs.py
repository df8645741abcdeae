"""How log lines look: one event a line, for people or for machines."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path

import structlog

from core import request_id
from core.observing import crashes
from core.settings import LogFormat, Settings

QUIET = ("aiohttp.access", "aiosqlite", "alembic", "asyncio", "httpcore", "sqlalchemy", "taskiq")
"""Libraries whose chatter would drown what matters."""

SILENT = ("aiohttp.server",)
"""It quotes requests that are no HTTP, and so what may stand in their headers; whatever is
HTTP fails in `webapp.guard` and is logged there."""


def configure(settings: Settings) -> None:
    """Send our lines and the libraries' to standard error in the format of the settings."""
    shared: list[structlog.typing.Processor] = [
        request_id.add_to_line,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            crashes.tell_of_line,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level]
        ),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=_ending(settings.log_format)
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _ending(log_format: LogFormat) -> list[structlog.typing.Processor]:
    bare = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if log_format is LogFormat.JSON:
        one_line = structlog.processors.format_exc_info
        return [bare, one_line, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [
        bare,
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),
    ]


def place_of(error: BaseException) -> str:
    """Return where *error* was raised, innermost first: files, lines, functions, and no values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
