"""/api/earnings: what was earned, why it changed, and all of it as a file."""

from __future__ import annotations

from aiohttp import web

from webapp import reading
from webapp.answers import answer, answer_long
from webapp.keys import CALLER, SERVICES, SETTINGS
from webapp.shapes.earnings import (
    AskChange,
    AskEarnings,
    AskExport,
    DayChange,
    EarnedDays,
    ExportShape,
)

FILE_PATH = "/api/earnings/export/{ticket}/{name}"
TELEGRAM_WEB = "https://web.telegram.org"
"""Its web client fetches a file itself to save it, from an origin that is not ours."""


async def show(request: web.Request) -> web.Response:
    """Answer with the caller's days, split into what came in and what went out."""
    asked = reading.query(request, AskEarnings)
    user, earnings = request[CALLER].user, request.app[SERVICES].earnings
    days = await earnings.days(user, asked.count(), asked.miner)
    return await answer_long(lambda: EarnedDays.of(days))  # of years there are thousands


async def change(request: web.Request) -> web.Response:
    """Answer with why one day's net differs from another's."""
    asked = reading.query(request, AskChange)
    user, earnings = request[CALLER].user, request.app[SERVICES].earnings
    return answer(DayChange.of(await earnings.change(user, asked.before, asked.after, asked.miner)))


async def export(request: web.Request) -> web.Response:
    """Answer with a URL that a client without our headers can fetch for five minutes."""
    asked = await reading.body(request, AskExport)
    user, earnings = request[CALLER].user, request.app[SERVICES].earnings
    made = await earnings.export(user, asked.count(), asked.miner)
    path = FILE_PATH.format(ticket=made.ticket, name=made.file_name)
    return answer(
        ExportShape(
            url=request.app[SETTINGS].public_url + path,
            file_name=made.file_name,
            expires_at=made.ends,
            complete=made.complete,
        )
    )


async def file(request: web.Request) -> web.Response:
    """Answer with the CSV that the ticket in the path is for, under its own name."""
    made = await request.app[SERVICES].earnings.file(request.match_info["ticket"])
    return web.Response(
        body=made.body,
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Access-Control-Allow-Origin": TELEGRAM_WEB,
        },
    )
