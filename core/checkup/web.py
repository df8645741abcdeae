"""Reaching what the checks ask over HTTP."""

from __future__ import annotations

from urllib.parse import urlsplit

from core.errors import AppError, RequestError
from core.partner.transport import Http, Reply, exchange

Fetched = Reply | AppError
"""What came back, whatever its status, or why nothing did."""


async def fetched(http: Http, url: str) -> Fetched:
    """Return what is at *url*; redirects are not followed."""
    parts = urlsplit(url)
    whole = parts._replace(path=parts.path or "/", fragment="").geturl()
    try:
        return await exchange(http, "GET", whole, {}, None)
    except AppError as error:
        return error
    except ValueError:
        return RequestError("the address makes no sense")
