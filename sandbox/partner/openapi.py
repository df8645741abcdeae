"""The OpenAPI 3.1 document of the 19 operations, made from the table that serves them."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from sandbox.partner.operations import OPERATIONS, Access, Operation

REF = "#/components/schemas/{model}"

SECURITY: dict[Access, list[dict[str, list[str]]]] = {
    Access.OPEN: [],
    Access.USER: [{"userAuth": []}],
    Access.RENEWAL: [{"userAuth": []}],
    Access.KEY: [{"partnerAuth": []}],
    Access.SIGNED: [{"partnerAuth": []}],
}

SCHEMES = {
    "userAuth": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "partnerAuth": {"type": "apiKey", "in": "header", "name": "X-PARTNER-API-KEY"},
}

ERROR = {
    "type": "object",
    "required": ["statusCode", "message", "error"],
    "properties": {
        "statusCode": {"type": "integer"},
        "message": {"type": "string"},
        "error": {"type": "string"},
    },
}


@cache
def openapi() -> dict[str, Any]:
    """Return the document."""
    schemas: dict[str, Any] = {"Error": ERROR}
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths[operation.path] = {operation.method.lower(): _describe(operation, schemas)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sandbox of the GoMining partner API", "version": "2.0.0"},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": SCHEMES},
    }


def _describe(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    taken = TypeAdapter(operation.takes).json_schema(ref_template=REF)
    given = TypeAdapter(operation.gives).json_schema(mode="serialization", ref_template=REF)
    for schema in (taken, given):
        schemas.update(schema.pop("$defs", {}))
    described = {
        "operationId": operation.name.replace("/", "-"),
        "summary": operation.title,
        "tags": [operation.name.split("/")[1]],
        "security": SECURITY[operation.access],
        "responses": {
            "200": _body("Successful response", _envelope(given)),
            "default": _body("Error response", {"$ref": REF.format(model="Error")}),
        },
    }
    if operation.method == "POST":
        return described | {"requestBody": {"required": True, **_content(taken)}}
    return described | {"parameters": _parameters(taken)}


def _parameters(taken: dict[str, Any]) -> list[dict[str, Any]]:
    needed = taken.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in needed, "schema": schema}
        for name, schema in taken.get("properties", {}).items()
    ]


def _envelope(given: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": ["data"], "properties": {"data": given}}


def _body(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, **_content(schema)}


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}
