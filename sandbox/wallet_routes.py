"""What the stage adds for wallets in apps of their own: a bridge, and such a wallet's screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from string import Template
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, web

from core.settings import Settings
from sandbox.bridge import BridgeRoutes
from sandbox.bridge.routes import PATH
from sandbox.connect_link import ConnectLink, LinkError
from sandbox.demo_wallet import DemoWallet
from sandbox.http_wallet import BridgeError, Decision, HttpWallet, list_entry

OPEN = "/sandbox/wallet/open"
ANSWER = "/sandbox/wallet/answer"

_HTTP = web.AppKey("wallet_http", ClientSession)
_PAGE = Template("""\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo wallet</title>
<style>
  :root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; }
  body { max-width: 22rem; margin: 4rem auto; padding: 0 1rem; text-align: center; }
  button, select { display: block; width: 100%; min-height: 48px; margin: .75rem 0; font: inherit; }
</style>
<h1>Demo wallet</h1>
$content
</html>
""")
_ASKING = Template("""\
<p>$manifest wants to know your address, and that it is yours.</p>
<form method="post" action="$action">
  <input type="hidden" name="link" value="$link">
  <label>Account <select name="version"><option>v4r2</option><option>v5r1</option></select></label>
  <button name="decision" value="approve">Approve</button>
  <button name="decision" value="decline">Decline</button>
  <button name="decision" value="other-network">Approve on testnet</button>
  <button name="decision" value="no-proof">Approve without a proof</button>
</form>
""")


@dataclass(frozen=True, slots=True)
class WalletRoutes:
    """The bridge and the wallet's screen; *account* signs for whoever is on loopback.

    The same keys own a v5r1 account too, made when it is first chosen.
    """

    settings: Settings
    account: DemoWallet
    now: Callable[[], datetime]

    def add_to(self, app: web.Application) -> None:
        """Serve the bridge, the screen and its answer."""
        BridgeRoutes().add_to(app)
        app.add_routes([web.get(OPEN, self.ask), web.post(ANSWER, self.answer)])
        app.cleanup_ctx.append(_http)

    async def ask(self, request: web.Request) -> web.Response:
        """Show who asks, and the buttons to answer with."""
        try:
            link = ConnectLink.read(str(request.rel_url))
        except LinkError as error:
            return _page(f"<p>This is no link to connect by: {escape(str(error))}.</p>", status=400)
        asking = _ASKING.substitute(
            manifest=escape(link.request.manifest_url),
            action=ANSWER,
            link=escape(str(request.rel_url)),
        )
        return _page(asking)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer through the bridge as decided, and send the owner back to where they came from."""
        form = await request.post()
        try:
            link = ConnectLink.read(str(form.get("link")))
            decision = Decision(str(form.get("decision")))
            account = await self._account(str(form.get("version", "")))
            await self._wallet(request, account).answer(link, decision)
        except (ValueError, BridgeError) as error:
            return _page(f"<p>That did not work: {escape(str(error))}.</p>", status=400)
        if link.back.startswith(f"{self.settings.public_url}/"):
            raise web.HTTPSeeOther(link.back)
        return _page(f"<p>Your answer is sent.</p>{_way_back(link.back)}")

    async def _account(self, version: str) -> DemoWallet:
        if version != "v5r1":
            return self.account
        return await asyncio.to_thread(DemoWallet, self.settings.ton_network, version="v5r1")

    def _wallet(self, request: web.Request, account: DemoWallet) -> HttpWallet:
        url = self.settings.public_url
        return HttpWallet(account, url + PATH, url, request.app[_HTTP], self.now)


def wallet_app(url: str) -> dict[str, Any]:
    """Return the wallet's entry in the list of wallets; *url* is our address."""
    return list_entry(url, open_path=OPEN, bridge_path=PATH)


async def _http(app: web.Application) -> AsyncIterator[None]:
    async with ClientSession() as http:
        app[_HTTP] = http
        yield


def _way_back(back: str) -> str:
    # A wallet would go there by itself; this one leaves the machine only when its owner says so.
    if urlsplit(back).scheme in {"http", "https", "tg"}:
        return f'<p><a href="{escape(back)}">Back to the app</a></p>'
    return "<p>Close this page and go back to the app.</p>"


def _page(content: str, status: int = 200) -> web.Response:
    html = _PAGE.substitute(content=content)
    return web.Response(text=html, content_type="text/html", status=status)
