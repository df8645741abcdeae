"""How the telling of rewards gets on, for whoever runs the bot."""

from __future__ import annotations

import html

from bot.presenting.figures import text
from bot.progress import Progress
from bot.texts import Words
from core.rewards import Tally


def status(words: Words, tally: Tally, progress: Progress | None, waiting: int | None) -> str:
    """Return what the store knows, and what the worker in this process, if any, has done."""
    return text(
        words.say("status.title"),
        words.say("status.users", users=tally.users, subscribers=tally.subscribers),
        words.say("status.today", told=tally.told, unfinished=tally.unfinished),
        "",
        *([words.say("status.apart")] if progress is None else _worker(words, progress, waiting)),
    )


def _worker(words: Words, progress: Progress, waiting: int | None) -> list[str]:
    if progress.swept_at is None:
        swept = words.say("status.notSwept")
    else:
        at = f"{progress.swept_at:%Y-%m-%d %H:%M} UTC"
        swept = words.say("status.swept", at=at, found=progress.found or 0)
    return [
        swept,
        words.say("status.noQueue") if waiting is None else words.say("status.queue", jobs=waiting),
        *(
            f"<code>{html.escape(outcome)}</code> {count}"
            for outcome, count in progress.outcomes.most_common()
        ),
    ]
