"""How the telling of rewards gets on, for whoever runs the bot."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.presenting.figures import text
from bot.texts import Words
from core.rewards import Heard, Tally


def status(words: Words, tally: Tally, workers: Iterable[Heard]) -> str:
    """Return what the store knows, and what each worker has done."""
    reported = [_worker(words, heard) for heard in workers]
    return text(
        words.say("status.title"),
        words.say("status.users", users=tally.users, subscribers=tally.subscribers),
        words.say("status.today", told=tally.told, unfinished=tally.unfinished),
        "",
        "\n\n".join(reported) or words.say("status.nobody"),
    )


def _worker(words: Words, heard: Heard) -> str:
    report = heard.report
    if report.swept_at is None:
        swept = words.say("status.notSwept")
    else:
        at = _written(datetime.fromtimestamp(report.swept_at, UTC))
        swept = words.say("status.swept", at=at, found=report.found or 0)
    queue = words.say("status.noQueue")
    if report.waiting is not None:
        queue = words.say("status.queue", jobs=report.waiting)
    return text(
        words.say("status.worker", worker=heard.worker, at=_written(heard.at)),
        swept,
        queue,
        *(
            f"<code>{html.escape(outcome)}</code> {count}"
            for outcome, count in report.outcomes.items()
        ),
    )


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
