"""Crashes as Sentry's events; also for what speaks its protocol, such as GlitchTip.

The library's own eyes stay shut: no integrations, no breadcrumbs, no local variables, no source,
no host name. What is sent is made here, and anything added on the way is dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sentry_sdk import Client
from sentry_sdk.utils import BadDsn

from core.errors import SettingsError
from core.observing.crashes import Crash
from core.version import VERSION

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

CLOSE_SECONDS = 2.0
SENT = frozenset(
    {"event_id", "exception", "fingerprint", "level", "platform", "release", "tags", "timestamp"}
)

_FRAME = re.compile(r"(?P<filename>\S+):(?P<lineno>\d+) (?P<function>.+)")


class Sentry:
    """The way there, by a thread of the library's; it keeps a hundred crashes at most."""

    def __init__(self, dsn: str) -> None:
        try:
            self._client = Client(
                dsn,
                release=VERSION,
                server_name="",
                default_integrations=False,
                auto_enabling_integrations=False,
                auto_session_tracking=False,
                send_client_reports=False,
                include_local_variables=False,
                include_source_context=False,
                max_breadcrumbs=0,
                spotlight=False,
                before_send=_only_ours,
            )
        except BadDsn:
            raise SettingsError(
                "SENTRY_DSN should be as the project's settings show it: https://key@host/number"
            ) from None

    def tell(self, crash: Crash) -> None:
        """Put *crash* on its way."""
        self._client.capture_event(_event(crash))

    def close(self) -> None:
        """Wait, not for long, for what is on its way."""
        self._client.close(timeout=CLOSE_SECONDS)


def _event(crash: Crash) -> Event:
    frames = [_frame(place) for place in reversed(crash.at.split(" < "))]
    innermost = crash.at.partition(" < ")[0]
    tags = {"event": crash.event, "route": crash.route, "request_id": crash.request_id}
    return {
        "level": "error",
        "exception": {"values": [{"type": crash.error, "stacktrace": {"frames": frames}}]},
        "fingerprint": [crash.event, crash.error, innermost.partition(":")[0], innermost],
        "tags": {name: value for name, value in tags.items() if value},
    }


def _frame(place: str) -> dict[str, object]:
    found = _FRAME.fullmatch(place)
    if found is None:
        return {"function": place}
    return {
        "filename": found["filename"],
        "lineno": int(found["lineno"]),
        "function": found["function"],
    }


def _only_ours(event: Event, _: Hint) -> Event:
    return {name: value for name, value in event.items() if name in SENT}  # type: ignore[return-value]  # a part of it
