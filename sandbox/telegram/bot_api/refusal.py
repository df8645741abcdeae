"""What Telegram says when it does not do what a bot asks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any


class RefusedError(Exception):
    """A request that Telegram refuses; *retry_after* are the seconds a throttled bot waits."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body = {"ok": False, "error_code": int(self.status), "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad(what: str) -> RefusedError:
    """Return the refusal of what makes no sense, now or ever."""
    return RefusedError(HTTPStatus.BAD_REQUEST, f"Bad Request: {what}")


def throttled(seconds: int) -> RefusedError:
    """Return the refusal of what came too fast."""
    return RefusedError(
        HTTPStatus.TOO_MANY_REQUESTS, f"Too Many Requests: retry after {seconds}", seconds
    )


def conflict(what: str) -> RefusedError:
    """Return the refusal of a second way to the same updates."""
    return RefusedError(HTTPStatus.CONFLICT, f"Conflict: {what}")


BLOCKED = "Forbidden: bot was blocked by the user"
STRANGER = "Forbidden: bot can't initiate conversation with a user"
