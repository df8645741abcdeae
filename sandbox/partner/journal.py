"""The last requests the partner saw, for tests and for whoever wonders what was sent."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from aiohttp import web

KEPT_REQUESTS = 1000
LONGEST_ID = 64


@dataclass(slots=True)
class Entry:
    """One request: of its headers only the id, no body, no signature; `status` is null at first."""

    at: str
    method: str
    path: str
    query: str
    key: bool
    operation: str | None = None
    who: int | None = None
    status: int | None = None
    request_id: str | None = None


class Journal:
    """A list with a bounded memory."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT_REQUESTS)

    def begin(self, request: web.Request, now: datetime, *, keep: bool) -> Entry:
        """Note that a request came, for good only with *keep*; its handler fills in the rest."""
        path, _, query = request.raw_path.partition("?")
        entry = Entry(
            at=now.astimezone(UTC).isoformat(timespec="milliseconds"),
            method=request.method,
            path=path,
            query=re.sub(r"(?<![^&])signature=[^&]*", "signature=…", query),
            key="X-PARTNER-API-KEY" in request.headers,
            request_id=request.headers.get("X-Request-Id", "")[:LONGEST_ID] or None,
        )
        if keep:
            self._entries.append(entry)
        return entry

    def as_json(self) -> dict[str, object]:
        """Return what was seen, oldest first."""
        return {"requests": [asdict(entry) for entry in self._entries]}

    def clear(self) -> None:
        """Forget everything seen."""
        self._entries.clear()
