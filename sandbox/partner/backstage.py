"""What the real partner does not have: its log, its faults, its pictures and a page about itself.

The log and the faults answer to loopback only.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from html import escape
from http import HTTPStatus

from aiohttp import web
from pydantic import ValidationError

from sandbox.partner.faults import FaultPlan, Faults
from sandbox.partner.journal import Journal
from sandbox.partner.openapi import openapi
from sandbox.partner.operations import OPERATIONS
from sandbox.partner.pictures import picture
from sandbox.partner.refusal import RefusedError
from sandbox.partner.wire import to_json

IMAGE = r"/images/{number:\d{1,12}}{size:(-small)?}.png"
"""Where the pictures of miners are."""

Answer = Callable[[web.Request], object]


def backstage_routes(faults: Faults, journal: Journal) -> list[web.AbstractRouteDef]:
    """Return everything served beside the 19 operations."""

    async def log(request: web.Request) -> web.Response:
        _only_loopback(request)
        if request.method == "DELETE":
            journal.clear()
        return _json(journal.as_json())

    async def plan(request: web.Request) -> web.Response:
        _only_loopback(request)
        if request.method == "DELETE":
            faults.reset()
        if request.method == "POST":
            try:
                faults.apply(FaultPlan.model_validate_json(await request.read()))
            except ValidationError:
                raise RefusedError(HTTPStatus.BAD_REQUEST, "see fail, latency, errorRate") from None
            except ValueError as error:
                raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from error
        return _json(faults.as_json())

    return [
        web.get("/", _page),
        web.get("/openapi.json", _openapi),
        web.get(IMAGE, image),
        *(web.route(method, "/_log", log) for method in ("GET", "DELETE")),
        *(web.route(method, "/_faults", plan) for method in ("GET", "POST", "DELETE")),
    ]


async def _openapi(_: web.Request) -> web.Response:
    return _json(openapi())


async def image(request: web.Request) -> web.Response:
    """Answer with a miner's picture, at `IMAGE` or below another path."""
    number, small = int(request.match_info["number"]), bool(request.match_info["size"])
    return web.Response(
        body=await asyncio.to_thread(picture, number, small=small),
        content_type="image/png",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


async def _page(_: web.Request) -> web.Response:
    rows = "".join(
        f"<tr><td>{each.method}</td><td><code>{escape(each.path)}</code></td>"
        f"<td>{escape(each.title)}</td><td>{escape(each.access.value)}</td></tr>"
        for each in OPERATIONS
    )
    return web.Response(text=PAGE.format(rows=rows), content_type="text/html")


def _only_loopback(request: web.Request) -> None:
    if not ipaddress.ip_address(request.remote or "0.0.0.0").is_loopback:  # noqa: S104  # nobody's address
        raise RefusedError(HTTPStatus.FORBIDDEN, "ask from the machine itself")


def _json(value: object) -> web.Response:
    return web.Response(body=to_json(value), content_type="application/json")


PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sandbox partner</title>
<style>body{{font:16px/1.5 system-ui;margin:2rem auto;max-width:64rem;padding:0 1rem}}
table{{border-collapse:collapse;width:100%}}td{{border-top:1px solid #ddd;padding:.4rem .6rem}}
</style>
<h1>Sandbox partner</h1>
<p>A stand-in for the GoMining partner API: everything it knows is made up and kept in memory.
See <a href="/openapi.json">openapi.json</a>, <a href="/_log">the requests it saw</a> and
<a href="/_faults">the faults it plays</a>.</p>
<table>{rows}</table></html>
"""
