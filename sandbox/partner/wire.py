"""JSON in and out: no duplicate keys on the way in, exact decimals on the way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_plus

from pydantic import BaseModel

from sandbox.partner.refusal import RefusedError

TINY = Decimal("0.000001")
"""Below this JavaScript, which the partner is taken to run on, writes an exponent."""


def read_body(raw: bytes) -> dict[str, Any]:
    """Return the JSON object in *raw*; anything else, or a key given twice, is refused."""
    try:
        body = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body should be plain JSON") from error
    if not isinstance(body, dict):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the body should be a JSON object")
    return body


def read_query(raw: str) -> dict[str, str]:
    """Return the parameters of a raw query string; one given twice is refused."""
    try:
        pairs = [
            (unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict"))
            for name, _, value in (part.partition("=") for part in raw.split("&") if part)
        ]
    except UnicodeDecodeError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, "the query should be UTF-8") from error
    return _once(pairs)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RefusedError(HTTPStatus.BAD_REQUEST, "a field is given twice")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(name)


def to_json(value: object) -> bytes:
    """Return *value* as compact JSON; a `Decimal` becomes the number it is, digit for digit."""
    pieces: list[str] = []
    _write(value, pieces.append)
    return "".join(pieces).encode()


def _write(value: object, put: Callable[[str], None]) -> None:
    match value:
        case BaseModel():
            _write(value.model_dump(by_alias=True), put)
        case dict():
            before = "{"
            for name, inner in value.items():  # the names are ours: nothing to escape
                put(f'{before}"{name}":')
                _write(inner, put)
                before = ","
            put("}" if value else "{}")
        case list():
            before = "["
            for inner in value:
                put(before)
                _write(inner, put)
                before = ","
            put("]" if value else "[]")
        case Decimal():
            put(_number(value))
        case datetime():
            put(f'"{iso(value)}"')
        case _:
            put(json.dumps(value, ensure_ascii=False))


def _number(value: Decimal) -> str:
    short = value.normalize()
    return f"{short:f}" if not short or abs(short) >= TINY else str(short).lower()


def iso(moment: datetime) -> str:
    """Return *moment* as the document writes it: ISO 8601, UTC, whole seconds, `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
