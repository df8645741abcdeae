"""Everything a sign-in from the chat meets, on loopback: partner, manifest, bridge, wallets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer, unused_port

from core.chat_sign_in import CONNECT_SECONDS, ChatSignIn, WalletApp, open_chat_sign_in
from core.model import TonNetwork, UserId
from core.runtime import Services, open_services
from core.settings import Settings
from core.ton_connect import Pace
from sandbox.bridge import BridgeRoutes
from sandbox.connect_link import ConnectLink
from sandbox.demo_wallet import DemoWallet
from sandbox.http_wallet import APP, Decision, HttpWallet, list_entry
from sandbox.partner import PartnerOptions, running_partner
from sandbox.session_crypto import SessionCrypto
from tests.databases import sqlite_in
from tests.settings import settings

ADA, BORIS = UserId(7), UserId(8)
QUICK = Pace(connecting=2, silence=2, first=0.02, longest=0.1, steady=1, patience=1)


@cache
def account(version: Literal["v4r2", "v5r1"] = "v4r2") -> DemoWallet:
    """Return the demo account, whose key takes a while to make."""
    return DemoWallet(TonNetwork.MAINNET, version=version)


@dataclass
class Bridge:
    """The sandbox's bridge, which can die and come back, and counts who comes."""

    port: int
    routes: BridgeRoutes = field(default_factory=lambda: BridgeRoutes(heartbeat=1.0))
    asked: int = 0
    refusing: int = 0
    """The status to refuse lines with; 0: none."""
    _server: TestServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bridge"

    @property
    def lines(self) -> int:
        """How many are on the line."""
        return len(self.routes.mailboxes._listeners)

    async def live(self) -> None:
        app = web.Application(middlewares=[self._count])
        self.routes.closing.clear()
        self.routes.add_to(app)
        self._server = TestServer(app, host="127.0.0.1", port=self.port)
        await self._server.start_server()

    async def die(self) -> None:
        if self._server is not None:
            await self._server.close()
        self._server = None

    @web.middleware
    async def _count(self, request: web.Request, handler: Any) -> web.StreamResponse:  # noqa: ANN401  # aiohttp's
        if request.path.endswith("/events"):
            self.asked += 1
            if self.refusing:
                return web.Response(status=self.refusing)
        answer: web.StreamResponse = await handler(request)
        return answer

    async def until(self, lines: int) -> None:
        """Wait until so many are on the line."""
        async with asyncio.timeout(60):
            while self.lines != lines:  # noqa: ASYNC110  # the bridge tells nobody
                await asyncio.sleep(0.01)


@dataclass(frozen=True)
class Town:
    """What is running, and how to act in it."""

    url: str
    settings: Settings
    services: Services
    bridge: Bridge
    http: ClientSession

    @property
    def app(self) -> WalletApp:
        """The demo wallet, as the list names it."""
        return WalletApp(
            APP, "Demo wallet app", f"{self.url}/icon.png", self.bridge.url, f"{self.url}/open"
        )

    @asynccontextmanager
    async def sign_in(
        self, seconds: float = CONNECT_SECONDS, pace: Pace = QUICK
    ) -> AsyncIterator[ChatSignIn]:
        """Open the use case as a process of the bot does."""
        async with open_chat_sign_in(
            self.settings, self.services, seconds=seconds, pace=pace
        ) as opened:
            yield opened

    async def answer(
        self,
        link: str,
        decision: Decision = Decision.APPROVE,
        version: Literal["v4r2", "v5r1"] = "v4r2",
    ) -> SessionCrypto:
        """Have the wallet answer; return its end of the session."""
        wallet = HttpWallet(account(version), self.bridge.url, self.url, self.http)
        return await wallet.answer(ConnectLink.read(link), decision)

    def event(self, link: str) -> dict[str, Any]:
        """Return the wallet's approval, to be changed before it is sent."""
        return account().connect(
            ConnectLink.read(link).request, {"url": self.url}, now=datetime.now(UTC)
        )

    async def send(
        self, link: str, event: object, *, crypto: SessionCrypto | None = None, sealed: str = ""
    ) -> SessionCrypto:
        """Send whatever it is to whoever asks by *link*; *sealed* in its place, as it is."""
        crypto = crypto or SessionCrypto()
        receiver = ConnectLink.read(link).client_id
        query = {"client_id": crypto.client_id, "to": receiver, "ttl": "300"}
        body = sealed or crypto.seal(json.dumps(event), receiver)
        async with self.http.post(f"{self.bridge.url}/message", params=query, data=body) as answer:
            assert answer.status == 200
        return crypto

    async def heard(self, crypto: SessionCrypto) -> dict[str, Any]:
        """Return the first letter that reaches the wallet's end of a session, opened."""
        url, query = f"{self.bridge.url}/events", {"client_id": crypto.client_id}
        async with asyncio.timeout(10), self.http.get(url, params=query) as stream:
            async for line in stream.content:
                if line.startswith(b"data: "):
                    letter = json.loads(line.removeprefix(b"data: "))
                    opened = crypto.open(letter["message"], letter["from"])
                    return dict(json.loads(opened))
        raise AssertionError("the line ended")


@asynccontextmanager
async def running_town(folder: Path, **changed: Any) -> AsyncIterator[Town]:  # noqa: ANN401  # settings
    """Run it all while the block lasts."""
    async with AsyncExitStack() as stack:
        options = PartnerOptions(domain="127.0.0.1")
        partner_url = await stack.enter_async_context(running_partner(options))
        http = await stack.enter_async_context(ClientSession())
        port = unused_port()
        url = f"http://127.0.0.1:{port}"
        bridge = Bridge(unused_port())
        await bridge.live()
        stack.push_async_callback(bridge.die)
        server = TestServer(_site(url, bridge), host="127.0.0.1", port=port)
        await stack.enter_async_context(server)
        defaults = {
            "public_url": url,
            "ton_wallets_url": f"{url}/wallets.json",
            "partner_api_url": partner_url,
            "database_url": sqlite_in(folder),
        }
        chosen = settings(**(defaults | changed))
        services = await stack.enter_async_context(open_services(chosen))
        yield Town(url, chosen, services, bridge, http)


def _site(url: str, bridge: Bridge) -> web.Application:
    """Serve what wallets and bots read of us: the manifest, and a list of wallets."""
    entry = list_entry(url, open_path="/open", bridge_path="")
    entry["bridge"] = [{"type": "sse", "url": bridge.url}]

    async def manifest(_: web.Request) -> web.Response:
        return web.json_response({"url": url, "name": "Miners", "iconUrl": f"{url}/icon.png"})

    async def wallets(_: web.Request) -> web.Response:
        return web.json_response([entry])

    app = web.Application()
    app.add_routes(
        [web.get("/tonconnect-manifest.json", manifest), web.get("/wallets.json", wallets)]
    )
    return app
