"""The wallet behind a bridge: it answers over a socket, and only its asker can read the answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer, unused_port

from core.model import TonNetwork
from sandbox.connect_link import MAX_LINK, ConnectLink, LinkError
from sandbox.demo_wallet import DemoWallet
from sandbox.http_wallet import APP, BridgeError, Decision, HttpWallet
from sandbox.session_crypto import SealedMessageError, SessionCrypto
from sandbox.wallet_routes import ANSWER, OPEN, WalletRoutes, wallet_app
from tests.settings import settings

PAYLOAD = "c0ffee"


@pytest.fixture(scope="module")
def account() -> DemoWallet:
    return DemoWallet(TonNetwork.MAINNET)


@dataclass(frozen=True)
class Town:
    """A manifest, a bridge and a wallet on loopback, and the application that asks."""

    url: str
    http: ClientSession
    account: DemoWallet
    crypto: SessionCrypto

    @property
    def bridge_url(self) -> str:
        return f"{self.url}/bridge"

    def query(self, **changed: str) -> str:
        items = [{"name": "ton_addr"}, {"name": "ton_proof", "payload": PAYLOAD}]
        asked = {"manifestUrl": f"{self.url}/tonconnect-manifest.json", "items": items}
        query = {"v": "2", "id": self.crypto.client_id, "r": json.dumps(asked), "ret": "back"}
        return urlencode(query | changed)

    def link(self, **changed: str) -> ConnectLink:
        return ConnectLink.read(f"tc://?{self.query(**changed)}")

    def wallet(self) -> HttpWallet:
        return HttpWallet(self.account, self.bridge_url, self.url, self.http)

    async def post(
        self, decision: str, version: str = "v4r2", **changed: str
    ) -> tuple[int, str, str]:
        form = {
            "link": f"{OPEN}?{self.query(**changed)}",
            "decision": decision,
            "version": version,
        }
        async with self.http.post(self.url + ANSWER, data=form, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", ""), await answer.text()

    async def heard(self, after: str = "0", count: int = 1) -> list[tuple[str, dict[str, Any]]]:
        """Return the next answers, opened, each with the bridge's number for it."""
        found: list[tuple[str, dict[str, Any]]] = []
        query = {"client_id": self.crypto.client_id, "last_event_id": after}
        number = ""
        async with (
            asyncio.timeout(10),
            self.http.get(f"{self.bridge_url}/events", params=query) as stream,
        ):
            async for line in stream.content:
                name, _, value = line.decode().rstrip().partition(": ")
                if name == "id":
                    number = value
                if name == "data":
                    letter = json.loads(value)
                    opened = self.crypto.open(letter["message"], letter["from"])
                    found.append((number, json.loads(opened)))
                if len(found) == count:
                    break
        return found


@pytest_asyncio.fixture
async def town(account: DemoWallet) -> AsyncIterator[Town]:
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    app = web.Application()
    WalletRoutes(settings(public_url=url), account, lambda: datetime.now(UTC)).add_to(app)

    async def manifest(_: web.Request) -> web.Response:
        return web.json_response({"url": url, "name": "Miners", "iconUrl": f"{url}/icon.png"})

    app.router.add_get("/tonconnect-manifest.json", manifest)
    async with TestServer(app, host="127.0.0.1", port=port), ClientSession() as http:
        yield Town(url, http, account, SessionCrypto())


async def test_its_approval_opens_with_session_crypto_and_proves_the_account(town: Town) -> None:
    await town.wallet().answer(town.link(), Decision.APPROVE)

    ((_, event),) = await town.heard()

    address, proof = event["payload"]["items"]
    assert event["event"] == "connect"
    assert event["payload"]["device"]["appName"] == APP
    assert (address["address"], address["network"]) == (town.account.address, "-239")
    assert proof["proof"]["payload"] == PAYLOAD
    assert proof["proof"]["domain"]["value"] == "127.0.0.1"


async def test_nobody_else_can_open_its_answer(town: Town) -> None:
    await town.wallet().answer(town.link(), Decision.APPROVE)
    stranger = SessionCrypto()

    async with town.http.get(
        f"{town.bridge_url}/events", params={"client_id": town.crypto.client_id}
    ) as stream:
        async for line in stream.content:
            if line.startswith(b"data: "):
                letter = json.loads(line[6:])
                break
        else:
            pytest.fail("nothing came")

    assert PAYLOAD not in letter["message"]
    with pytest.raises(SealedMessageError):
        stranger.open(letter["message"], letter["from"])
    with pytest.raises(SealedMessageError):
        town.crypto.open(letter["message"], stranger.client_id)


@pytest.mark.parametrize(
    ("decision", "read", "expected"),
    [
        pytest.param(
            Decision.DECLINE, lambda event: event["payload"]["code"], 300, id="the user declines"
        ),
        pytest.param(
            Decision.OTHER_NETWORK,
            lambda event: event["payload"]["items"][0]["network"],
            "-3",
            id="it is on the other network",
        ),
        pytest.param(
            Decision.NO_PROOF,
            lambda event: event["payload"]["items"][1]["error"]["code"],
            400,
            id="it signs no proofs",
        ),
    ],
)
async def test_it_answers_otherwise_as_decided(
    town: Town,
    decision: Decision,
    read: Callable[[dict[str, Any]], object],
    expected: object,
) -> None:
    await town.wallet().answer(town.link(), decision)

    ((_, event),) = await town.heard()

    assert read(event) == expected


async def test_it_signs_for_no_manifest_but_its_own_hosts(town: Town) -> None:
    items = [{"name": "ton_proof", "payload": PAYLOAD}]
    for url in ("https://a.example.org/m.json", f"{town.url}.example.org/m", f"{town.url}/bridge"):
        asked = json.dumps({"manifestUrl": url, "items": items})
        await town.wallet().answer(town.link(r=asked), Decision.APPROVE)

    found = await town.heard(count=3)

    assert [event["payload"]["code"] for _, event in found] == [2, 2, 2]


async def test_a_host_that_begins_like_its_own_is_another(town: Town) -> None:
    elsewhere = HttpWallet(town.account, town.bridge_url, town.url[:-1], town.http)

    await elsewhere.answer(town.link(), Decision.APPROVE)

    ((_, event),) = await town.heard()
    assert event["payload"]["code"] == 2


async def test_until_it_answers_there_is_silence(town: Town) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await town.heard()


async def test_an_answer_given_twice_comes_twice_from_two_sessions(town: Town) -> None:
    link = town.link()
    await town.wallet().answer(link, Decision.APPROVE)
    await town.wallet().answer(link, Decision.APPROVE)

    (first, _), (second, _) = await town.heard(count=2)

    assert int(first) < int(second)


async def test_who_was_away_reads_on_from_where_they_were(town: Town) -> None:
    await town.wallet().answer(town.link(), Decision.DECLINE)
    ((seen, _),) = await town.heard()
    await town.wallet().answer(town.link(), Decision.APPROVE)

    ((_, event),) = await town.heard(after=seen)

    assert event["event"] == "connect"


async def test_a_bridge_that_refuses_is_told_apart(town: Town) -> None:
    lost = HttpWallet(town.account, f"{town.url}/nowhere", town.url, town.http)

    with pytest.raises(BridgeError):
        await lost.answer(town.link(), Decision.DECLINE)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"v": "1"}, id="another version"),
        pytest.param({"id": ""}, id="nobody asks"),
        pytest.param({"id": "A" * 64}, id="no key"),
        pytest.param({"r": ""}, id="nothing is asked"),
        pytest.param({"r": "[]"}, id="no request"),
        pytest.param({"ret": "x" * MAX_LINK}, id="too long"),
    ],
)
async def test_a_link_that_cannot_be_answered_is_refused(
    town: Town, changed: dict[str, str]
) -> None:
    with pytest.raises(LinkError):
        town.link(**changed)
    async with town.http.get(f"{town.url}{OPEN}?{town.query(**changed)}") as answer:
        assert answer.status == 400
    status, _, _ = await town.post("approve", **changed)
    assert status == 400


async def test_its_screen_asks_and_quotes_the_asker_safely(town: Town) -> None:
    asked = json.dumps({"manifestUrl": "<script>", "items": [{"name": "ton_addr"}]})

    async with town.http.get(f"{town.url}{OPEN}?{town.query(r=asked)}") as answer:
        page = await answer.text()

    assert all(f">{name}</button>" in page for name in ("Approve", "Decline"))
    assert "<script>" not in page


async def test_a_decision_made_on_its_screen_goes_through_the_bridge(town: Town) -> None:
    status, location, _ = await town.post("approve", ret=f"{town.url}/telegram")

    ((_, event),) = await town.heard()

    assert (status, location) == (303, f"{town.url}/telegram")
    assert event["event"] == "connect"


async def test_its_owner_may_prove_another_version_of_their_account(town: Town) -> None:
    await town.post("approve", version="v5r1")

    ((_, event),) = await town.heard()

    address, _ = event["payload"]["items"]
    v5r1 = DemoWallet(TonNetwork.MAINNET, version="v5r1")
    assert address["address"] == v5r1.address != town.account.address


@pytest.mark.parametrize(
    ("back", "offered"),
    [
        pytest.param("https://t.me/a_bot?startapp", True, id="elsewhere"),
        pytest.param("tg://resolve", True, id="Telegram"),
        pytest.param("back", False, id="whatever was open"),
        pytest.param("none", False, id="nowhere"),
        pytest.param("javascript:alert(1)", False, id="a script"),
    ],
)
async def test_it_leaves_the_machine_only_when_told_to(
    town: Town, back: str, *, offered: bool
) -> None:
    status, location, page = await town.post("decline", ret=back)

    assert (status, location) == (200, "")
    assert (f'href="{back}"' in page) is offered


async def test_a_decision_nobody_knows_is_refused(town: Town) -> None:
    status, _, _ = await town.post("perhaps")

    assert status == 400


def test_the_list_of_wallets_leads_to_its_screen_and_its_bridge() -> None:
    entry = wallet_app("http://127.0.0.1:8080")

    assert entry["universal_url"] == f"http://127.0.0.1:8080{OPEN}"
    assert entry["bridge"] == [{"type": "sse", "url": "http://127.0.0.1:8080/bridge"}]


@pytest.mark.parametrize("damage", ["", "AAAA", "not base64!", "A" * 64])
def test_a_damaged_message_does_not_open(damage: str) -> None:
    one, other = SessionCrypto(), SessionCrypto()

    with pytest.raises(SealedMessageError):
        one.open(damage, other.client_id)


def test_a_message_opens_at_its_other_end() -> None:
    one, other = SessionCrypto(), SessionCrypto()

    assert other.open(one.seal("кошелёк", other.client_id), one.client_id) == "кошелёк"
