"""The whole product on loopback: the sandbox partner, the web app, and people who visit it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from core.runtime import open_services
from core.settings import Settings
from sandbox.partner import PartnerOptions, running_partner
from tests.databases import sqlite_in
from tests.init_data import USER, init_data
from tests.proofs import make_proof
from tests.settings import settings
from webapp.app import MAX_HEADER, make_app

DOMAIN = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """What came back; `json` is None for anything that is no JSON."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any

    @property
    def data(self) -> Any:  # noqa: ANN401  # JSON
        """What is in the envelope; a problem has none."""
        assert self.status == 200, self.body
        return self.json["data"]

    @property
    def code(self) -> str:
        """The problem's code."""
        assert self.headers["Content-Type"].startswith("application/problem+json"), self.body
        code: str = self.json["code"]
        return code


class Visitor:
    """Someone with the Mini App open; nobody in particular until `open`."""

    def __init__(self, http: ClientSession, url: str, *, user: int = 7) -> None:
        self.http = http
        self.url = url
        self.user = user
        self.headers: dict[str, str] = {}

    async def ask(self, method: str, path: str, **kwargs: Any) -> Answer:  # noqa: ANN401  # aiohttp's own
        """Ask as who they are by now."""
        plain = {"Accept-Encoding": "identity"}
        headers = plain | self.headers | kwargs.pop("headers", {})
        async with self.http.request(method, self.url + path, headers=headers, **kwargs) as answer:
            body = await answer.read()
            is_json = "json" in answer.content_type
            return Answer(
                answer.status, dict(answer.headers), body, await answer.json() if is_json else None
            )

    async def get(self, path: str, **params: Any) -> Answer:  # noqa: ANN401  # query values
        """Ask for something."""
        return await self.ask("GET", path, params=params)

    async def post(self, path: str, json: object = None) -> Answer:
        """Do something."""
        return await self.ask("POST", path, json=json)

    async def open(self) -> Answer:
        """Open the Mini App from Telegram."""
        sealed = init_data(time.time(), user=USER | {"id": self.user})
        answer = await self.ask("POST", "/api/session", headers={"Authorization": f"tma {sealed}"})
        self.headers = {"Authorization": f"Bearer {answer.data['token']}"}
        return answer

    async def proof(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  # as make_proof takes them
        """Ask for a payload and have a wallet sign it."""
        payload = (await self.post("/api/auth/generate-payload")).data["payload"]
        defaults = {"domain": DOMAIN, "payload": payload, "at": int(time.time())}
        return make_proof(**(defaults | kwargs))

    async def sign_in(self, **kwargs: Any) -> Answer:  # noqa: ANN401  # as make_proof takes them
        """Open the Mini App and connect a wallet."""
        await self.open()
        return await self.post("/api/auth/check-proof", {"tonWallet": await self.proof(**kwargs)})


@dataclass(frozen=True)
class House:
    """Everything running."""

    url: str
    partner_url: str
    settings: Settings
    app: web.Application
    http: ClientSession

    def visitor(self, user: int = 7) -> Visitor:
        """Return someone who has not opened the Mini App yet."""
        return Visitor(self.http, self.url, user=user)

    async def play(self, **plan: object) -> None:
        """Have the partner follow a plan of faults."""
        async with self.http.post(f"{self.partner_url}/_faults", json=plan) as answer:
            assert answer.status == 200, await answer.text()

    async def seen(self, operation: str) -> int:
        """Return how often the partner was asked for *operation*."""
        async with self.http.get(f"{self.partner_url}/_log") as answer:
            entries = (await answer.json())["requests"]
        return sum(entry["operation"] == operation for entry in entries)


@asynccontextmanager
async def running_house(
    folder: Path,
    options: PartnerOptions | None = None,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    **changed: Any,  # noqa: ANN401  # settings
) -> AsyncIterator[House]:
    """Run the partner and the web app while the block lasts; *now* is the web app's clock."""
    async with (
        running_partner(options or PartnerOptions()) as partner_url,
        ClientSession(auto_decompress=False) as http,
    ):
        defaults = {
            "partner_api_url": partner_url,
            "database_url": sqlite_in(folder),
        }
        chosen = settings(**(defaults | changed))
        app = make_app(chosen, open_services(chosen, now=now))
        server = TestServer(app, host="127.0.0.1")
        await server.start_server(max_field_size=MAX_HEADER)
        try:
            url = str(server.make_url("")).rstrip("/")
            yield House(url, partner_url, chosen, app, http)
        finally:
            await server.close()
