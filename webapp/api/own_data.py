"""/api/me/export: everything kept about the caller, as a file to take away."""

from __future__ import annotations

from aiohttp import web

from webapp.answers import answer
from webapp.api.earnings import TELEGRAM_WEB
from webapp.keys import CALLER, SERVICES, SETTINGS
from webapp.shapes.own_data import KeptShape, OfferedFile

FILE_PATH = "/api/me/export/{ticket}/{name}"


async def export(request: web.Request) -> web.Response:
    """Answer with everything kept about the caller."""
    caller, own_data = request[CALLER], request.app[SERVICES].own_data
    kept = await own_data.of(caller.user)
    return _file(KeptShape.of(kept, caller.telegram_user()))


async def offer(request: web.Request) -> web.Response:
    """Answer with a URL that a client without our headers can fetch for five minutes."""
    made = request.app[SERVICES].own_data.offer(request[CALLER].user)
    path = FILE_PATH.format(ticket=made.ticket, name=made.file_name)
    url = request.app[SETTINGS].public_url + path
    return answer(OfferedFile(url=url, file_name=made.file_name, expires_at=made.ends))


async def file(request: web.Request) -> web.Response:
    """Answer with the file that the ticket in the path is for."""
    kept = await request.app[SERVICES].own_data.by_ticket(request.match_info["ticket"])
    made = _file(KeptShape.of(kept))
    made.headers["Access-Control-Allow-Origin"] = TELEGRAM_WEB
    return made


def _file(kept: KeptShape) -> web.Response:
    name = f"my-data-{kept.exported_at.date()}.json"
    return web.Response(
        body=kept.model_dump_json(by_alias=True, indent=2),
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )
