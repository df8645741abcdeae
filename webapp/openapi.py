"""The API's description, OpenAPI 3.1, made from the routes and their models."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from aiohttp import web
from pydantic import TypeAdapter

from webapp.route import Route
from webapp.shapes.envelope import Paging, Problem

ROUTES = web.AppKey("routes", tuple[Route, ...])
VERSION = "0.1.0"

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
    return web.Response(text=_text(request.app[ROUTES]), content_type="application/json")


@cache
def _text(routes: tuple[Route, ...]) -> str:
    return json.dumps(document(routes))


def document(routes: tuple[Route, ...]) -> dict[str, Any]:
    """Return the OpenAPI document of *routes*."""
    kinds = {route.answer for route in routes} | {route.body for route in routes} | {Problem}
    schemas, definitions = TypeAdapter.json_schemas(
        [(kind, "validation", TypeAdapter(kind)) for kind in kinds - {None}],
        ref_template="#/components/schemas/{model}",
    )
    refs = {kind: schema for (kind, _), schema in schemas.items()}
    paths: dict[str, Any] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "GoMining Mini App", "version": VERSION},
        "paths": paths,
        "components": {"schemas": definitions.get("$defs", {}), "securitySchemes": SECURITY},
    }


def _operation(route: Route, refs: dict[Any, Any]) -> dict[str, Any]:
    problem = {
        "description": "What went wrong, by `code`.",
        "content": {"application/problem+json": {"schema": refs[Problem]}},
    }
    answer: dict[str, Any] = {"description": "Done."}
    if route.answer is not None:
        answer["content"] = {"application/json": {"schema": refs[route.answer]}}
    operation: dict[str, Any] = {
        "summary": (route.handler.__doc__ or "").splitlines()[0],
        "operationId": route.name,
        "responses": {"200": answer, "4XX": problem, "5XX": problem},
    }
    if route.body is not None:
        content = {"application/json": {"schema": refs[route.body]}}
        operation["requestBody"] = {"required": True, "content": content}
    if route.paged:
        operation["parameters"] = _paging()
    if route.caller or route.init_data:
        operation["security"] = [{"session" if route.caller else "initData": []}]
    return operation


def _paging() -> list[dict[str, Any]]:
    properties = Paging.model_json_schema()["properties"]
    return [
        {"name": name, "in": "query", "required": False, "schema": schema["anyOf"][0]}
        for name, schema in properties.items()
    ]
