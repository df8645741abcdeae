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
