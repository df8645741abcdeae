"""What users' clients ask the bot and wait to hear: pressed buttons, and inline queries."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sandbox.telegram.bot_api.refusal import bad

MAX_OPEN = 10_000
ANSWERED_WITHIN = 60.0
"""Seconds; an answer after that comes too late."""

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Question:
    """One of them, answered at most once; a second answer changes nothing."""

    def __init__(self, expires: float) -> None:
        self.id = str(secrets.randbits(62))
        self.expires = expires
        self.answer: Any = None
        self._answered = asyncio.Event()

    def give(self, answer: object) -> None:
        """Answer it."""
        if not self._answered.is_set():
            self.answer = answer
            self._answered.set()

    async def answered(self, seconds: float) -> Any:  # noqa: ANN401  # what the bot said
        """Return the bot's answer, None if there is none in *seconds*."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._answered.wait(), seconds)
        return self.answer


class Questions:
    """Those a bot may still answer; *now* is in seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._open: OrderedDict[str, Question] = OrderedDict()

    def ask(self) -> Question:
        """Return a new question."""
        question = Question(self._now() + ANSWERED_WITHIN)
        self._open[question.id] = question
        if len(self._open) > MAX_OPEN:
            self._open.popitem(last=False)
        return question

    def find(self, question_id: str) -> Question:
        """Return the question of this id, unless nobody waits for its answer any more."""
        question = self._open.get(question_id)
        if question is None or question.expires <= self._now():
            raise bad(TOO_OLD)
        return question
