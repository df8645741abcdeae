"""Reading requests: a body or a query of the declared shape, or `RequestError`."""

from __future__ import annotations

from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from core.errors import RequestError
from core.portfolio import WHOLE, Page
from webapp.shapes.envelope import Paging

Shape = TypeVar("Shape", bound=BaseModel)


async def body(request: web.Request, shape: type[Shape]) -> Shape:
    """Return the JSON body; at most the application's cap is read."""
    raw = await request.read()
    try:
        return shape.model_validate_json(raw)
    except ValidationError as error:
        raise RequestError(_fault(error)) from None


def page(request: web.Request) -> Page:
    """Return which part of a list is asked for; digits only, as the partner takes them."""
    if not request.query_string:
        return WHOLE
    query = request.query
    for name in ("limit", "offset"):
        given = query.getall(name, ())
        if len(given) > 1 or not all(value.isascii() and value.isdigit() for value in given):
            raise RequestError(f"{name}: should be digits, once")
    try:
        paging = Paging.model_validate(dict(query))
    except ValidationError as error:
        raise RequestError(_fault(error)) from None
    return Page(limit=paging.limit, offset=paging.offset)


def _fault(error: ValidationError) -> str:
    """Name the first field at fault and the rule it breaks, never its value."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, fault['loc'])) or 'body'}: {fault['type']}"
