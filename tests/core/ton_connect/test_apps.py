"""The list of wallets: read for all, kept for an hour, kept longer while it is down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from core.errors import BridgeError
from core.partner import open_http
from core.ton_connect import WalletApp, WalletApps
from core.ton_connect.apps import KEPT_SECONDS, MAX_APPS, RETRY_SECONDS

ENTRY: dict[str, Any] = {
    "app_name": "tonkeeper",
    "name": "Tonkeeper",
    "image": "https://example.org/icon.png",
    "about_url": "https://example.org",
    "universal_url": "https://app.example.org/ton-connect",
    "bridge": [{"type": "js", "key": "k"}, {"type": "sse", "url": "https://bridge.example.org/b"}],
    "platforms": ["ios"],
}
APP = WalletApp(
    "tonkeeper",
    "Tonkeeper",
    "https://example.org/icon.png",
    "https://bridge.example.org/b",
    "https://app.example.org/ton-connect",
)


@dataclass
class Listing:
    """A server of a list, and somebody who reads it."""

    body: object = field(default_factory=lambda: [ENTRY])
    status: int = 200
    asked: int = 0
    at: float = 1000.0
    apps: WalletApps = field(init=False)

    async def serve(self, _: web.Request) -> web.Response:
        self.asked += 1
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return web.Response(text=text, status=self.status)


@pytest_asyncio.fixture
async def listing() -> AsyncIterator[Listing]:
    made, app = Listing(), web.Application()
    app.router.add_get("/wallets.json", made.serve)
    async with TestServer(app, host="127.0.0.1") as server, open_http(30) as http:
        made.apps = WalletApps(http, str(server.make_url("/wallets.json")), clock=lambda: made.at)
        yield made


async def test_a_wallet_with_a_bridge_is_read(listing: Listing) -> None:
    assert await listing.apps.all() == (APP,)


async def test_the_list_is_read_once_an_hour_however_many_ask(listing: Listing) -> None:
    await asyncio.gather(*(listing.apps.all() for _ in range(20)))
    listing.at += KEPT_SECONDS - 1
    await listing.apps.all()
    assert listing.asked == 1

    listing.at += 1
    await listing.apps.all()
    assert listing.asked == 2


async def test_a_list_that_is_down_leaves_the_one_known(listing: Listing) -> None:
    await listing.apps.all()
    listing.at += KEPT_SECONDS
    listing.status = 500

    with capture_logs() as lines:
        assert await listing.apps.all() == (APP,)
        assert await listing.apps.all() == (APP,)
    assert [line["event"] for line in lines] == ["wallets_list_down"]

    listing.at += RETRY_SECONDS
    listing.status, listing.body = 200, [ENTRY | {"name": "Renamed"}]
    assert [app.name for app in await listing.apps.all()] == ["Renamed"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param([ENTRY], 404, id="not there"),
        pytest.param("<html>", 200, id="no JSON"),
        pytest.param("[" * 100_000, 200, id="too deep"),
        pytest.param({"wallets": [ENTRY]}, 200, id="no list"),
        pytest.param([], 200, id="empty"),
        pytest.param([ENTRY | {"bridge": [{"type": "js", "key": "k"}]}], 200, id="no bridge"),
        pytest.param('"' + "x" * 3_000_000 + '"', 200, id="too long"),
    ],
)
async def test_no_list_at_all_is_a_bridge_error(
    listing: Listing, body: object, status: int
) -> None:
    listing.body, listing.status = body, status

    with pytest.raises(BridgeError):
        await listing.apps.all()


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(None, id="nothing"),
        pytest.param(ENTRY | {"name": ""}, id="no name"),
        pytest.param(ENTRY | {"name": "x" * 65}, id="a long name"),
        pytest.param({k: v for k, v in ENTRY.items() if k != "universal_url"}, id="no link"),
        pytest.param(ENTRY | {"universal_url": "javascript:alert(1)"}, id="a script for a link"),
        pytest.param(ENTRY | {"bridge": [{"type": "sse"}]}, id="a bridge without an address"),
        pytest.param(ENTRY | {"bridge": [{"type": "sse", "url": "file:///x"}]}, id="a file"),
        pytest.param(ENTRY | {"bridge": "https://x"}, id="bridges that are no list"),
    ],
)
async def test_an_entry_that_is_none_is_left_out(listing: Listing, entry: object) -> None:
    listing.body = [entry, ENTRY]

    assert await listing.apps.all() == (APP,)


async def test_so_many_are_read_and_no_more(listing: Listing) -> None:
    listing.body = [ENTRY] * (MAX_APPS + 1)

    assert len(await listing.apps.all()) == MAX_APPS
