"""The Mini App's files, and the manifest that wallets read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from aiohttp import web

from core.errors import SettingsError
from core.model import TonNetwork
from core.settings import Settings
from core.version import VERSION
from webapp.keys import SETTINGS
from webapp.shapes.envelope import Manifest

NAME = "GoMining Miners"
DIST = Path(__file__).parent.parent / "static" / "dist"
PLACEHOLDER = '<script type="application/json" id="config">{}</script>'
INDEX = web.AppKey("index", bytes)
FOUND = web.AppKey("assets", dict[str, Path])
ASSETS = "/assets/{name}"
MARKETPLACE = "https://gomining.com"
EXPLORERS = {
    TonNetwork.MAINNET: "https://tonviewer.com",
    TonNetwork.TESTNET: "https://testnet.tonviewer.com",
}
"""An address put behind the slash shows its wallet."""
IMMUTABLE = "public, max-age=31536000, immutable"


def add_page(app: web.Application) -> None:
    """Give *app* the built page; raises `SettingsError` where it has not been built."""
    try:
        template = (DIST / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError("the page is not built: run `make static/dist/index.html`") from None
    app[INDEX] = filled(template, app[SETTINGS]).encode()
    app[FOUND] = {file.name: file for file in (DIST / "assets").iterdir() if file.is_file()}


def filled(template: str, settings: Settings) -> str:
    """Return the page with what it needs to know; a data block, so the CSP lets it stand."""
    data = json.dumps(_config(settings)).replace("<", "\\u003c")
    return template.replace(PLACEHOLDER, PLACEHOLDER.replace("{}", data))


def _config(settings: Settings) -> dict[str, str | bool]:
    config: dict[str, str | bool] = {
        "tonNetwork": settings.ton_network,
        "walletsListUrl": settings.ton_wallets_url,
        "manifestUrl": settings.manifest_url,
        "botUsername": settings.bot_username,
        "version": VERSION,
        "btcScreens": settings.btc_screens,
    }
    if settings.btc_screens:
        config["btcNetwork"] = settings.btc_network
    if settings.outside_links:
        config["marketplaceUrl"] = MARKETPLACE
        config["explorerUrl"] = EXPLORERS[settings.ton_network]
    return config


async def index(request: web.Request) -> web.Response:
    """Answer with the Mini App."""
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    body = request.app[INDEX]
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, mtime=0)
    return web.Response(body=body, content_type="text/html", charset="utf-8", headers=headers)


async def asset(request: web.Request) -> web.FileResponse:
    """Answer with a built file, or the smaller one beside it that the browser takes.

    Only names found at the start are served, so none can lead elsewhere.
    """
    file = request.app[FOUND].get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    return web.FileResponse(file, headers={"Cache-Control": IMMUTABLE})


async def icon(_: web.Request) -> web.FileResponse:
    """Answer with the picture that wallets and home screens show."""
    return web.FileResponse(DIST / "icon.png", headers={"Cache-Control": "public, max-age=86400"})


async def manifest(request: web.Request) -> web.Response:
    """Answer with the TON Connect manifest; wallets fetch it from anywhere."""
    url = request.app[SETTINGS].public_url
    shape = Manifest(url=url, name=NAME, icon_url=f"{url}/icon.png")
    return web.Response(
        text=shape.model_dump_json(by_alias=True),
        content_type="application/json",
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"},
    )
