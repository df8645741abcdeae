"""Presenting what the use cases answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from aiohttp import web
from pydantic import BaseModel

from webapp.headers import JSON


class Validated(Protocol):
    """An answer of the partner that has passed validation."""

    @property
    def body(self) -> bytes:
        """The partner's own bytes."""


def answer(shape: BaseModel) -> web.Response:
    """Return *shape* in the envelope."""
    return _json(b'{"data":%b}' % shape.model_dump_json(by_alias=True).encode())


async def answer_long(present: Callable[[], BaseModel]) -> web.Response:
    """Return the shape that *present* makes in the envelope; it may take its milliseconds."""
    return await asyncio.to_thread(lambda: answer(present()))


def answer_true() -> web.Response:
    """Return the envelope of a deed that is done."""
    return _json(b'{"data":true}')


def pass_on(validated: Validated, *, age: int | None = None) -> web.Response:
    """Return the partner's own bytes, unchanged; *age* in seconds where they were kept."""
    response = _json(validated.body)
    if age is not None:
        response.headers["Age"] = str(age)
    return response


def _json(body: bytes) -> web.Response:
    return web.Response(body=body, headers=JSON)
