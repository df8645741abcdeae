"""Reaching the partner over HTTP: the one place that knows the engine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

# The engine's allocator would hold its few hundred kilobytes in huge pages: 7 MiB a process. It
# reads this when it is loaded, so nobody else may import the engine first.
os.environ.setdefault("MIMALLOC_ALLOW_THP", "0")  # noqa: TID251  # told to the engine, not read

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import (
    DecodeError,
    DetailedPyreqwestError,
    PoolTimeoutError,
    PyreqwestError,
    RequestTimeoutError,
)
from pyreqwest.response import Response

from core.errors import (
    PartnerBrokenError,
    PartnerError,
    PartnerTimeoutError,
    PartnerUnreachableError,
    RequestError,
)

__all__ = ["Client", "Reply", "exchange", "open_http"]

MAX_BODY = 2_000_000
"""Bytes, unpacked."""
MAX_IN_FLIGHT = 500
CONNECT_SHARE = 0.3
"""Of the time for an exchange, at most this goes to connecting."""
IDLE = timedelta(seconds=4)
"""Less than the five seconds after which a Node server closes an idle connection, unannounced."""


@dataclass(slots=True)
class Reply:
    """What came back, unjudged."""

    status: int
    body: bytes
    date: str | None
    retry_after: str | None


def open_http(timeout: float) -> Client:
    """Return the engine; enter it, and its connections are closed at the end.

    One exchange takes at most *timeout* seconds, from the wait for a free connection to the last
    byte of the body. The engine's own limit matters even where a caller has one: a request that
    is cancelled ends for the caller at once, on the wire only by this limit.
    """
    whole = timedelta(seconds=timeout)
    return (
        ClientBuilder()
        .user_agent("gomining-mini-app")
        .timeout(whole)
        .connect_timeout(whole * CONNECT_SHARE)
        .max_connections(MAX_IN_FLIGHT)
        .pool_idle_timeout(IDLE)
        .follow_redirects(enable=False)  # a redirect would carry the tokens elsewhere
        .referer(enable=False)
        .no_proxy()
        .build()
    )


async def exchange(
    http: Client, method: str, url: str, headers: Mapping[str, str], body: str | None
) -> Reply:
    """Return the reply to one request, whatever its status.

    Raises `PartnerUnreachableError`, `PartnerTimeoutError`, or `PartnerBrokenError` for what is no
    HTTP or too long. No cause is attached: the engine's errors quote the address.
    """
    try:
        request = http.request(method, url).headers(headers)
        if body is not None:
            request = request.body_bytes(body.encode())
        async with request.build_streamed() as response:
            return await _read(response)
    except ValueError:
        raise RequestError("a header or an address that cannot be sent") from None
    except PyreqwestError as error:
        raise _named(error) from None


async def _read(response: Response) -> Reply:
    body = await response.body_reader.read(MAX_BODY + 1)
    if body is not None and len(body) > MAX_BODY:
        raise PartnerBrokenError(f"status {response.status} with more than {MAX_BODY} bytes")
    return Reply(
        status=response.status,
        body=b"" if body is None else body.to_bytes(),
        date=_header(response, "date"),
        retry_after=_header(response, "retry-after"),
    )


def _header(response: Response, name: str) -> str | None:
    try:
        return response.get_header(name)
    except ValueError:  # not ASCII
        return None


def _named(error: PyreqwestError) -> PartnerError:
    causes = _causes(error)
    # The engine calls every time-out before the body one of connecting; its causes know better.
    connecting = "client error (Connect)" in causes
    broke_off = "error reading a body from connection" in causes
    why = causes[-1] if len(causes) > 1 else type(error).__name__
    if isinstance(error, PoolTimeoutError):
        return PartnerTimeoutError("no free connection")
    if isinstance(error, RequestTimeoutError) and not connecting:
        return PartnerTimeoutError(why)
    if isinstance(error, DecodeError) and not broke_off:
        return PartnerBrokenError(why)
    return PartnerUnreachableError(why)


def _causes(error: PyreqwestError) -> list[str]:
    """Return what led to *error*, outermost first; the first one quotes the address."""
    causes = error.details["causes"] if isinstance(error, DetailedPyreqwestError) else None
    return [cause["message"] for cause in causes or ()]
