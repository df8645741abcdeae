"""Faults on demand: what a caller of the partner has to live with, one call or all calls long."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sandbox.partner.options import Fault, PartnerOptions
from sandbox.partner.refusal import refusal
from sandbox.partner.wire import to_json

EVERY = "*"
"""The operation that stands for all of them."""

WAYS = {
    "drop": "the connection is cut instead of an answer",
    "lost": "the request is carried out, then the connection is cut",
    "stall": "the answer begins and never ends",
    "html": "502 with a page of HTML",
    "garbage": "200 with half a JSON object",
    "shape": "200 with JSON of another shape",
    "flood": "200 with 3 MB of JSON",
    "redirect": "302 to another path",
}

MAX_WAIT_S = 60
FLOOD_CHUNKS = 48
CHUNK = b"x" * 65_536


class FaultPlan(BaseModel):
    """What `POST /_faults` takes; what is left out stays as it is."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    fail: dict[str, Fault | list[Fault]] | None = None
    latency: Annotated[float, Field(ge=0, le=MAX_WAIT_S)] | None = None
    error_rate: Annotated[float, Field(ge=0, le=1)] | None = None


class Faults:
    """Decides which call goes wrong, and how; `ValueError` for a plan that makes no sense."""

    def __init__(self, options: PartnerOptions, operations: Iterable[str]) -> None:
        self._options = options
        self._operations = frozenset(operations) | {EVERY}
        self._owed = 0.0
        self.reset()

    def reset(self) -> None:
        """Go back to what the options say."""
        self.apply(
            FaultPlan(
                fail={name: _plain(fault) for name, fault in self._options.fail.items()},
                latency=self._options.latency,
                errorRate=self._options.error_rate,
            )
        )

    def apply(self, plan: FaultPlan) -> None:
        """Follow *plan* from now on."""
        if plan.fail is not None:
            self._fail = {name: self._read(name, fault) for name, fault in plan.fail.items()}
        if plan.latency is not None:
            self.latency = plan.latency
        if plan.error_rate is not None:
            self.error_rate = plan.error_rate

    def as_json(self) -> Mapping[str, object]:
        """Return the plan that is being followed."""
        fail = {name: _plain(fault) for name, fault in self._fail.items()}
        return {"fail": fail, "latency": self.latency, "errorRate": self.error_rate}

    def next(self, operation: str) -> Fault | None:
        """Return what goes wrong with this call; errors by rate are spread evenly."""
        for name in (operation, EVERY):
            planned = self._fail.get(name)
            if isinstance(planned, deque):
                planned = planned.popleft() if planned else None
            if planned is not None:
                return planned
        self._owed += self.error_rate
        if self._owed < 1:
            return None
        self._owed -= 1
        return 500

    def _read(self, name: str, fault: Fault | Sequence[Fault]) -> Fault | deque[Fault]:
        if name not in self._operations:
            raise ValueError(f"{name} is no operation")
        for each in [fault] if isinstance(fault, int | str) else fault:
            if each not in WAYS and not (isinstance(each, int) and 400 <= each <= 599):  # noqa: PLR2004  # the errors of HTTP
                raise ValueError(f"{each} is neither a status from 400 to 599 nor a known way")
        return fault if isinstance(fault, int | str) else deque(fault)


def _plain(fault: Fault | Sequence[Fault]) -> Fault | list[Fault]:
    return fault if isinstance(fault, int | str) else list(fault)


async def play(fault: Fault, request: web.Request) -> web.StreamResponse:
    """Answer *request* in the given wrong way."""
    match fault:
        case int():
            headers = {"Retry-After": "1"} if fault in {429, 503} else None
            body = to_json(refusal(fault, "the sandbox was told to fail"))
            return _json(body, fault, headers)
        case "html":
            page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
            return web.Response(text=page, status=502, content_type="text/html")
        case "garbage":
            return _json(b'{"data":{"array":[{"id":')
        case "shape":
            return _json(b'{"data":{"surprise":true}}')
        case "redirect":
            return web.Response(status=302, headers={"Location": "/_log"})
        case "flood":
            return await _flood(request)
        case "stall":
            return await _stall(request)
        case _:
            return cut(request)


def cut(request: web.Request) -> web.Response:
    """Close the connection; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _json(body: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


async def _flood(request: web.Request) -> web.StreamResponse:
    response = await _begun(request, b'{"data":{"payload":"')
    for _ in range(FLOOD_CHUNKS):
        await response.write(CHUNK)
    await response.write(b'"}}')
    return response


async def _stall(request: web.Request) -> web.StreamResponse:
    await _begun(request, b'{"data":')
    for _ in range(MAX_WAIT_S * 10):
        if request.transport is None or request.transport.is_closing():
            break
        await asyncio.sleep(0.1)
    return cut(request)


async def _begun(request: web.Request, start: bytes) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    await response.write(start)
    return response
