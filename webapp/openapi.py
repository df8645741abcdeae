"""The API's description, OpenAPI 3.1, made from the routes and their models."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter

from core.version import VERSION
from webapp.route import Route
from webapp.shapes.envelope import Problem

ROUTES = web.AppKey("routes", tuple[Route, ...])
COMPONENT = "#/components/schemas/"

SECURITY = {
    "session": {"type": "http", "scheme": "bearer", "description": "From POST /api/session."},
    "initData": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`tma ` and Telegram's init data, as the client gave it.",
    },
}


async def show(request: web.Request) -> web.Response:
    """Answer with the document."""
    text = await asyncio.to_thread(_text, request.app[ROUTES])  # the first takes its milliseconds
    return web.Response(text=text, content_type="application/json")


@cache
def _text(routes: tuple[Route, ...]) -> str:
    return json.dumps(document(routes))


def document(routes: tuple[Route, ...]) -> dict[str, Any]:
    """Return the OpenAPI document of *routes*."""
    kinds = {kind for route in routes for kind in (route.answer, route.body, route.query)}
    schemas, definitions = TypeAdapter.json_schemas(
        [(kind, "validation", TypeAdapter(kind)) for kind in (kinds | {Problem}) - {None}],
        ref_template=COMPONENT + "{model}",
    )
    refs = {kind: schema for (kind, _), schema in schemas.items()}
    components = definitions.get("$defs", {})
    paths: dict[str, Any] = {}
    for route in routes:
        operation = _operation(route, refs)
        if parameters := [*_in_path(route.path), *_in_query(refs.get(route.query), components)]:
            operation["parameters"] = parameters
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    bodies = {route.body for route in routes}
    for query in {route.query for route in routes} - bodies - {None}:
        components.pop(_name(refs[query]), None)  # told parameter by parameter
    return {
        "openapi": "3.1.0",
        "info": {"title": "GoMining Mini App", "version": VERSION},
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": SECURITY},
    }


def _operation(route: Route, refs: dict[Any, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done."}
    if route.answer is not None:
        answer["content"] = {"application/json": {"schema": refs[route.answer]}}
    problems = {str(status.value): _problem(status, refs) for status in sorted(_refusals(route))}
    operation: dict[str, Any] = {
        "summary": (route.handler.__doc__ or "").splitlines()[0],
        "operationId": route.name,
        "responses": {"200": answer} | problems,
    }
    if route.body is not None:
        content = {"application/json": {"schema": refs[route.body]}}
        operation["requestBody"] = {"required": True, "content": content}
    if route.caller or route.init_data:
        operation["security"] = [{"session" if route.caller else "initData": []}]
    return operation


def _refusals(route: Route) -> Iterator[HTTPStatus]:
    """Yield the statuses of the route's problems; 500 is in no contract, it is a fault of ours."""
    yield HTTPStatus.SERVICE_UNAVAILABLE
    if route.body or route.query:
        yield HTTPStatus.BAD_REQUEST
    if route.body:
        yield HTTPStatus.REQUEST_TIMEOUT
        yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if "{" in route.path:
        yield HTTPStatus.NOT_FOUND
    if route.rule:
        yield HTTPStatus.TOO_MANY_REQUESTS
    if route.caller or route.init_data or route.ticket:
        yield HTTPStatus.UNAUTHORIZED
    if route.caller or route.ticket:  # they may ask the partner
        yield HTTPStatus.UNPROCESSABLE_ENTITY
        yield HTTPStatus.BAD_GATEWAY
        yield HTTPStatus.GATEWAY_TIMEOUT


def _problem(status: HTTPStatus, refs: dict[Any, Any]) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "description": f"{status.phrase}; `code` says what went wrong.",
        "content": {"application/problem+json": {"schema": refs[Problem]}},
    }
    if status is HTTPStatus.TOO_MANY_REQUESTS:
        seconds = {"type": "integer", "minimum": 1}
        problem["headers"] = {"Retry-After": {"required": True, "schema": seconds}}
    return problem


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]


def _in_query(ref: dict[str, Any] | None, components: dict[str, Any]) -> list[dict[str, Any]]:
    if ref is None:
        return []
    shape = components[_name(ref)]
    required = shape.get("required", ())
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _given(schema)}
        for name, schema in shape["properties"].items()
    ]


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """Return *schema* without its null: a parameter that may be left out cannot be null."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    return kinds[0] if len(kinds) == 1 else schema


def _name(ref: dict[str, Any]) -> str:
    return str(ref["$ref"]).removeprefix(COMPONENT)
