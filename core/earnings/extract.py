"""Which of a user's incomes a file holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

_FORM = re.compile(r"(\d{4}-\d\d-\d\d)-(?:(\d+)d|all)(?:-(\d+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Extract:
    """The last *days* mined before `today`, None: all there are; of one miner where it is named.

    As text, `2026-11-22-30d` or `2026-11-22-all-1234`, it names a file and is sealed in a ticket.
    """

    today: date
    days: int | None
    miner: int | None

    def __str__(self) -> str:
        span = "all" if self.days is None else f"{self.days}d"
        return f"{self.today}-{span}" + ("" if self.miner is None else f"-{self.miner}")

    @classmethod
    def read(cls, text: str) -> Extract:
        """Return the extract that *text* stands for, or raise `ValueError`."""
        if not (found := _FORM.fullmatch(text)):
            raise ValueError("no extract")
        today, days, miner = found.groups()
        return cls(
            date.fromisoformat(today), int(days) if days else None, int(miner) if miner else None
        )

    @property
    def since(self) -> date | None:
        """The first day in it; None: the first there is."""
        return None if self.days is None else self.today - timedelta(self.days)

    @property
    def file_name(self) -> str:
        """What the file is called: safe in a path and in a header as it is."""
        return f"earnings-{self}.csv"


@dataclass(frozen=True, slots=True)
class Export:
    """A ticket for a file, how the file is called, until when, and whether nothing is left out."""

    ticket: str = field(repr=False)
    file_name: str
    ends: datetime
    complete: bool


@dataclass(frozen=True, slots=True)
class File:
    """A CSV file and what it is called."""

    name: str
    body: bytes
