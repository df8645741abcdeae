"""How the partner says no: a status and a few words, in the shape NestJS gives them."""

from __future__ import annotations

from http import HTTPStatus


class RefusedError(Exception):
    """The request is not granted; `status` and `message` are what the caller is told."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def refusal(status: int, message: str | None = None) -> dict[str, object]:
    """Return the body of an error answer."""
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Error"
    return {"statusCode": status, "message": message or phrase, "error": phrase}
