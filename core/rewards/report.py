"""What a worker has done, as it leaves word of it for whoever asks how it gets on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """How often each outcome came of telling, since the worker's start.

    `swept_at` is when its last sweep ended, in Unix seconds, and `found` whom that put into the
    queue; None before the first. `waiting` is how many jobs wait, None where nobody can tell.
    """

    outcomes: Mapping[str, int]
    swept_at: int | None = None
    found: int | None = None
    waiting: int | None = None

    def written(self) -> str:
        """Return it as the text that is kept."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Report:
        """Return what was `written`."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Heard:
    """The last report of one worker, and when it came."""

    worker: str
    at: datetime
    report: Report
