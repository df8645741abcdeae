"""What a URL is: what it takes and answers, who may ask, how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp.typedefs import Handler
from pydantic import BaseModel

from core.rate_limit import Rule


@dataclass(frozen=True, slots=True)
class Route:
    """One URL; `answer` is the type of its JSON, None where there is none to describe."""

    method: str
    path: str
    handler: Handler
    answer: Any
    body: type[BaseModel] | None = None
    paged: bool = False
    caller: bool = True
    init_data: bool = False
    rule: Rule | None = None

    @property
    def name(self) -> str:
        """The handler's name, its module in front: `auth_check_proof`."""
        return f"{self.handler.__module__.rpartition('.')[2]}_{self.handler.__name__}"
