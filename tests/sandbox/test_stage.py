"""The stage: the production app, its stand-ins, and nothing that reaches or leaks further."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from core.errors import SettingsError
from sandbox import command
from sandbox.clock import CLOCK
from sandbox.demo_routes import WALLETS
from sandbox.partner import PartnerOptions
from sandbox.settings import loopback_settings
from sandbox.stage import Stage, running_stage
from sandbox.telegram.chat import CHAT

ITEMS = [{"name": "ton_addr"}]
MANIFEST = "{url}/tonconnect-manifest.json"
ROOT = Path(__file__).parents[2]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running() -> AsyncIterator[Stage]:
    async with running_stage(options=PartnerOptions(miners=3)) as it:
        yield it


@pytest_asyncio.fixture(loop_scope="module")
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def fetched(http: ClientSession, url: str, **kwargs: Any) -> Any:  # noqa: ANN401  # JSON
    method = "POST" if kwargs else "GET"
    async with http.request(method, url, **kwargs) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def sign_in(http: ClientSession, url: str) -> Any:  # noqa: ANN401  # JSON
    """Open the Mini App and connect the demo wallet, as the page does; return what is linked."""
    init_data = (await fetched(http, f"{url}/sandbox/telegram/launch"))["initData"]
    headers = {"Authorization": f"tma {init_data}"}
    token = (await fetched(http, f"{url}/api/session", headers=headers))["data"]["token"]
    http.headers["Authorization"] = f"Bearer {token}"
    payload = (await fetched(http, f"{url}/api/auth/generate-payload", json=None))["data"]
    asked = {
        "manifestUrl": f"{url}/tonconnect-manifest.json",
        "items": [{"name": "ton_addr"}, {"name": "ton_proof", "payload": payload["payload"]}],
    }
    event = await fetched(http, f"{url}/sandbox/wallet/connect", json=asked)
    address, proof = event["payload"]["items"]
    wallet = {
        "device": event["payload"]["device"],
        "provider": "injected",
        "account": {
            "address": address["address"],
            "chain": address["network"],
            "walletStateInit": address["walletStateInit"],
            "publicKey": address["publicKey"],
        },
        "connectItems": {"tonProof": proof},
    }
    return await fetched(http, f"{url}/api/auth/check-proof", json={"tonWallet": wallet})


@pytest.mark.asyncio(loop_scope="module")
async def test_the_main_job_is_done_over_http_alone(running: Stage, http: ClientSession) -> None:
    url = running.url

    linked = await sign_in(http, url)

    assert linked["data"]["wallet"]["address"] == running.wallet.address
    miners = (await fetched(http, f"{url}/api/nft/get-my"))["data"]["array"]
    assert len(miners) == 3
    for miner in miners:
        assert miner["imageUrl"].startswith(f"{url}/sandbox/images/")
        async with http.get(miner["smallImageUrl"]) as picture:
            assert (picture.status, picture.content_type) == (200, "image/png")


async def test_on_the_next_morning_the_page_signs_in_anew() -> None:
    async with running_stage(options=PartnerOptions(miners=1)) as stage, ClientSession() as http:
        await sign_in(http, stage.url)
        for _ in range(2):
            await fetched(http, stage.url + CLOCK, json={})
        async with http.get(f"{stage.url}/api/nft/get-my") as answer:
            assert (answer.status, (await answer.json())["code"]) == (401, "session_invalid")

        linked = await sign_in(http, stage.url)

        at = datetime.fromisoformat(linked["data"]["wallet"]["linkedAt"])
        assert abs(at - stage.clock.now()) < timedelta(minutes=5)
        assert len((await fetched(http, f"{stage.url}/api/nft/get-my"))["data"]["array"]) == 1


async def test_on_the_next_morning_the_chat_signs_in_anew() -> None:
    async with (
        running_stage(options=PartnerOptions(miners=1), bot=True) as stage,
        ClientSession() as http,
    ):
        await fetched(http, stage.url + CLOCK, json={})
        chat = StageChat(http, stage.url)
        await chat.do("say", text="/connect")
        await chat.press("Demo wallet app")
        asked = await chat.until("Time left: ")
        [[link], [_]] = asked["reply_markup"]["inline_keyboard"]

        answer = {"link": link["url"], "decision": "approve", "version": "v4r2"}
        async with http.post(f"{stage.url}/sandbox/wallet/answer", data=answer) as sent:
            assert sent.status == 200, await sent.text()

        await chat.until("Connected")


@dataclass
class StageChat:
    """The demo user's chat, as the client's page drives it."""

    http: ClientSession
    url: str

    async def do(self, what: str, **told: object) -> None:
        await fetched(self.http, f"{self.url}{CHAT}/{what}", json=told)

    async def press(self, label: str) -> None:
        """Press the button of this label under the message that has it."""
        said = await self.until(label)
        for row in said["reply_markup"]["inline_keyboard"]:
            for button in row:
                if button["text"] == label:
                    await self.do("press", message=said["message_id"], data=button["callback_data"])

    async def until(self, told: str) -> Any:  # noqa: ANN401  # JSON
        """Return the last message that holds this, as soon as there is one."""
        seen = ""
        async with asyncio.timeout(60):
            while True:
                shown = await fetched(self.http, f"{self.url}{CHAT}?seen={seen}")
                for message in reversed(shown["messages"]):
                    if told in json.dumps(message, ensure_ascii=False):
                        return message
                seen = shown["version"]


@pytest.mark.asyncio(loop_scope="module")
async def test_the_page_loads_the_demo_wallet_before_its_own_scripts(
    running: Stage, http: ClientSession
) -> None:
    async with http.get(running.url) as answer:
        page = await answer.text()
    async with http.get(f"{running.url}/sandbox/demo.js") as answer:
        script = await answer.text()

    assert page.index("/sandbox/demo.js") < page.index('id="config"') < page.index('type="module"')
    assert running.url + WALLETS in page
    head, _, _ = script.partition("\n")
    wallet = json.loads(head.removeprefix("const DEMO_WALLET = ").removesuffix(";"))
    assert wallet["key"] == "demoWallet"


@pytest.mark.asyncio(loop_scope="module")
async def test_a_plain_browser_is_given_no_init_data(running: Stage, http: ClientSession) -> None:
    for path in ("/", "/sandbox/demo.js"):
        async with http.get(running.url + path) as answer:
            assert "auth_date" not in await answer.text()


@pytest.mark.asyncio(loop_scope="module")
async def test_the_wallets_list_is_served(running: Stage, http: ClientSession) -> None:
    entries = await fetched(http, running.url + WALLETS)

    assert [entry["app_name"] for entry in entries] == ["demoWallet", "demoWalletApp"]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param([], 1, id="no object"),
        pytest.param({"items": ITEMS}, 1, id="no manifest"),
        pytest.param({"manifestUrl": MANIFEST, "items": []}, 1, id="nothing asked for"),
        pytest.param({"manifestUrl": MANIFEST, "items": [7]}, 1, id="no such thing to ask for"),
        pytest.param({"manifestUrl": "https://a.example.org/m", "items": ITEMS}, 2, id="another's"),
        pytest.param({"manifestUrl": "{url}.example.org/m", "items": ITEMS}, 2, id="a look-alike"),
        pytest.param({"manifestUrl": "{url}/icon.png", "items": ITEMS}, 2, id="no JSON"),
    ],
)
async def test_the_wallet_signs_for_its_own_stage_only(
    running: Stage, http: ClientSession, asked: object, code: int
) -> None:
    body = json.dumps(asked).replace("{url}", running.url)

    event = await fetched(http, f"{running.url}/sandbox/wallet/connect", data=body)

    assert event["event"] == "connect_error"
    assert event["payload"]["code"] == code


async def test_each_run_has_keys_of_its_own_and_heeds_no_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://example.org")
    monkeypatch.setenv("BOT_TOKEN", "1:someones")
    monkeypatch.setenv("PARTNER_API_URL", "https://api.example.org")

    one, two = (
        loopback_settings("http://127.0.0.1:1", "http://127.0.0.1:2", PartnerOptions(), "folder")
        for _ in range(2)
    )

    assert one.redis_url.get_secret_value() == ""
    assert one.partner_api_url == "http://127.0.0.1:2"
    for name in ("bot_token", "token_keys", "session_key"):
        assert getattr(one, name) != getattr(two, name)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.1", "::", "example.org", ""])
async def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(SettingsError, match="--host should be"):
        async with running_stage(host=host):
            pytest.fail("it started")


def test_a_port_that_is_taken_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert command.main(["--port", str(port)]) == 2

    assert capsys.readouterr().err == (
        f"--port: cannot listen on 127.0.0.1:{port}: Address already in use\n"
    )


@pytest.mark.parametrize("told", ["--port 70000", "--port x", "--miners -1", "--miners 1000"])
def test_an_option_that_makes_no_sense_is_named(
    told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(told.split())

    assert stopped.value.code == 2
    assert told.split(maxsplit=1)[0] in capsys.readouterr().err


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_the_command_prints_one_address_and_stops_cleanly(
    stop: signal.Signals, capfd: pytest.CaptureFixture[str]
) -> None:
    async def stop_when_up() -> None:
        while "Ctrl-C" not in (said := capfd.readouterr().out):  # noqa: ASYNC110  # nothing tells us
            await asyncio.sleep(0.05)
        heard.append(said)
        os.kill(os.getpid(), stop)

    heard: list[str] = []
    async with asyncio.timeout(100), asyncio.TaskGroup() as tasks:
        tasks.create_task(command._perform("127.0.0.1", 0, PartnerOptions()))
        tasks.create_task(stop_when_up())

    chat, app, *_ = heard[0].splitlines()
    assert re.fullmatch(r"Talk to the bot:    http://127\.0\.0\.1:\d+/telegram", chat)
    assert re.fullmatch(r"Open the Mini App:  http://127\.0\.0\.1:\d+/telegram\?app=open", app)


def test_help_names_the_options() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "sandbox", "--help"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout

    assert {"--port", "--miners", "--host"} <= set(said.replace("[", " ").split())
