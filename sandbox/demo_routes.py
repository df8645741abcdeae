"""What the stage adds to the production web app: a wallet in the page, and pictures of miners."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from pydantic import ValidationError

from core.settings import Settings
from sandbox.demo_wallet import (
    BAD_REQUEST,
    DEVICE,
    KEY,
    MANIFEST_NOT_FOUND,
    ConnectRequest,
    DemoWallet,
    refused,
    wallets_list,
)
from sandbox.partner.backstage import IMAGE, image
from sandbox.wallet_routes import wallet_app
from webapp.page import INDEX, PLACEHOLDER

WALLETS = "/sandbox/wallets.json"
IMAGES = "/sandbox"
"""The partner adds `/images/…` to it."""

SCRIPT = Path(__file__).with_name("demo.js").read_text(encoding="utf-8")
_CONFIG = PLACEHOLDER.partition("{}")[0].encode()
_MANIFEST_TIMEOUT = ClientTimeout(total=5)


@dataclass(frozen=True, slots=True)
class DemoRoutes:
    """The extra routes of one stage; `wallet` signs for whoever is on loopback, at *now*."""

    settings: Settings
    wallet: DemoWallet
    now: Callable[[], datetime]

    def add_to(self, app: web.Application) -> None:
        """Serve the routes, and have the page load the demo wallet before its own scripts."""
        tag = b'<script src="/sandbox/demo.js"></script>\n    '
        app[INDEX] = app[INDEX].replace(_CONFIG, tag + _CONFIG)
        app.add_routes(
            [
                web.get("/sandbox/demo.js", self.script),
                web.get(WALLETS, self.wallets),
                web.post("/sandbox/wallet/connect", self.connect),
                web.get(f"/sandbox{IMAGE}", image),  # the page's policy admits no other http origin
            ]
        )

    async def script(self, _: web.Request) -> web.Response:
        """Answer with the script that puts the demo wallet into the page."""
        (info,) = wallets_list(self.settings.public_url)
        wallet = {"key": KEY, "device": DEVICE, "info": info}
        return web.Response(
            text=f"const DEMO_WALLET = {json.dumps(wallet)};\n{SCRIPT}",
            content_type="text/javascript",
            headers={"Cache-Control": "no-store"},
        )

    async def wallets(self, _: web.Request) -> web.Response:
        """Answer with the list of wallets to connect."""
        url = self.settings.public_url
        return web.json_response([*wallets_list(url), wallet_app(url)])

    async def connect(self, request: web.Request) -> web.Response:
        """Answer a connect request as a wallet does: read the manifest, then sign."""
        try:
            asked = ConnectRequest.model_validate_json(await request.read())
        except ValidationError:
            return web.json_response(refused(BAD_REQUEST, "not a connect request"))
        manifest = await self._manifest(asked.manifest_url)
        if manifest is None:
            return web.json_response(refused(MANIFEST_NOT_FOUND, "no manifest of ours"))
        return web.json_response(self.wallet.connect(asked, manifest, now=self.now()))

    async def _manifest(self, url: str) -> dict[str, Any] | None:
        """Return the manifest, from our own address only: a wallet that signs at once is a risk."""
        if not url.startswith(f"{self.settings.public_url}/"):
            return None
        try:
            async with (
                ClientSession(timeout=_MANIFEST_TIMEOUT) as http,
                http.get(url) as response,
            ):
                manifest: dict[str, Any] = await response.json()
        except (ClientError, TimeoutError, ValueError):
            return None
        return manifest
