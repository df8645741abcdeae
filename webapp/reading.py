"""Reading requests: a body or a query of the declared shape, or `RequestError`."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from core.errors import NotFoundError, RequestError
from core.portfolio import WHOLE, Page
from webapp.shapes.envelope import Paging

READ_WITHIN = 10.0
"""Seconds for a body to arrive."""
MAX_DIGITS = 19
"""Of the partner's ids, which have 63 bits."""

Shape = TypeVar("Shape", bound=BaseModel)


async def body(request: web.Request, shape: type[Shape]) -> Shape:
    """Return the JSON body; at most the application's cap is read, and soon."""
    try:
        async with asyncio.timeout(READ_WITHIN):
            raw = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    try:
        return shape.model_validate_json(raw)
    except ValidationError as error:
        raise RequestError(_fault(error)) from None


def query(request: web.Request, shape: type[Shape]) -> Shape:
    """Return what the URL asks for; what *shape* does not name is ignored.

    A parameter given twice is refused, for either could be meant.
    """
    given = request.query
    for name in shape.model_fields:
        wire_name = shape.model_fields[name].alias or name
        if len(given.getall(wire_name, ())) > 1:
            raise RequestError(f"{wire_name}: should be given once")
    try:
        return shape.model_validate(dict(given), by_name=False)
    except ValidationError as error:
        raise RequestError(_fault(error)) from None


def page(request: web.Request) -> Page:
    """Return which part of a list is asked for; digits only, as the partner takes them."""
    if not request.query_string:
        return WHOLE
    paging = query(request, Paging)
    return Page(limit=paging.limit, offset=paging.offset)


def number(request: web.Request, name: str) -> int:
    """Return the number in the path; anything else names nothing there could be."""
    given = request.match_info[name]
    if not (given.isascii() and given.isdigit() and len(given) <= MAX_DIGITS):
        raise NotFoundError(f"{name}: no number")
    return int(given)


def _fault(error: ValidationError) -> str:
    """Name the first field at fault and the rule it breaks, never its value."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc'])) or 'body'}: {fault['type']}"
