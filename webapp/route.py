"""What a URL is: what it takes and answers, who may ask, how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp.typedefs import Handler
from pydantic import BaseModel

from core.rate_limit import Rule


@dataclass(frozen=True, slots=True)
class Route:
    """One URL; `answer` is the type of its JSON, None where there is none to describe.

    A `{name}` in the path is one segment of it; `query` is the shape that `reading.query` reads.
    Where a `ticket` in the path stands for the caller, no header names one.
    A `btc` route is there only while the operator lets the BTC screens be.
    """

    method: str
    path: str
    handler: Handler
    answer: Any
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    caller: bool = True
    init_data: bool = False
    ticket: bool = False
    rule: Rule | None = None
    btc: bool = False

    @property
    def name(self) -> str:
        """The handler's name, its module in front: `auth_check_proof`."""
        return f"{self.handler.__module__.rpartition('.')[2]}_{self.handler.__name__}"

    def covers(self, path: str) -> bool:
        """Return whether *path* is one of this route's."""
        ours, theirs = self.path.split("/"), path.split("/")
        return len(ours) == len(theirs) and all(
            own == given or (own.startswith("{") and given)
            for own, given in zip(ours, theirs, strict=True)
        )
