"""The client's routes: a page of its own, files found at the start, and sealed launches."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest
import pytest_asyncio
from aiohttp import ClientResponse, ClientSession

from core.init_data import read_user, seal_key
from sandbox import demo_user
from sandbox.partner import PartnerOptions
from sandbox.stage import Stage, running_stage
from sandbox.telegram.languages import LANGUAGES

pytestmark = pytest.mark.asyncio(loop_scope="module")

FILE = "/sandbox/telegram"
OLDEST_COLOURS = {
    "bg_color",
    "text_color",
    "hint_color",
    "link_color",
    "button_color",
    "button_text_color",
}


class Browser:
    """Someone who asks the stage for this and that."""

    def __init__(self, stage: Stage, http: ClientSession) -> None:
        self.stage = stage
        self._http = http

    async def get(self, path: str, **params: str) -> ClientResponse:
        answer = await self._http.get(self.stage.url + path, params=params)
        await answer.read()
        return answer

    async def launch(self, **params: str) -> dict[str, Any]:
        answer = await self.get(f"{FILE}/launch", **params)
        assert answer.status == 200, await answer.text()
        launched: dict[str, Any] = await answer.json()
        return launched


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with (
        running_stage(options=PartnerOptions(miners=0)) as stage,
        ClientSession() as http,
    ):
        yield Browser(stage, http)


async def test_the_page_may_frame_us_and_be_framed_by_nobody(browser: Browser) -> None:
    answer = await browser.get("/telegram")

    policy = answer.headers["Content-Security-Policy"]
    assert (answer.status, answer.content_type) == (200, "text/html")
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


async def test_every_part_of_the_page_is_served_as_what_it_is(browser: Browser) -> None:
    page = await (await browser.get("/telegram")).text()

    for name, kind in {"main.js": "application/javascript", "phone.css": "text/css"}.items():
        assert f"{FILE}/{name}" in page
        answer = await browser.get(f"{FILE}/{name}")
        assert (answer.status, answer.content_type) == (200, kind)


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fclient.py", "__init__.py", ".", "%00.js"])
async def test_no_other_file_is(browser: Browser, name: str) -> None:
    assert (await browser.get(f"{FILE}/{name}")).status == 404


@pytest.mark.parametrize(("language", "code"), LANGUAGES.items())
async def test_the_demo_user_speaks_the_chosen_language_and_is_vouched_for(
    browser: Browser, language: str, code: str
) -> None:
    launched = await browser.launch(language=language)

    key = seal_key(browser.stage.settings.bot_token)
    user = read_user(launched["initData"], key, now=datetime.now(UTC))
    assert (user.id, user.language_code) == (demo_user.USER["id"], code)


async def test_a_start_param_is_sealed_with_the_rest(browser: Browser) -> None:
    launched = await browser.launch(start="miner-7")

    read_user(
        launched["initData"], seal_key(browser.stage.settings.bot_token), now=datetime.now(UTC)
    )
    assert parse_qs(launched["initData"])["start_param"] == ["miner-7"]
    assert "start_param" not in (await browser.launch())["initData"]


@pytest.mark.parametrize(
    ("version", "newest", "unknown"),
    [
        pytest.param("6.0", None, "secondary_bg_color", id="6.0"),
        pytest.param("6.1", "secondary_bg_color", "accent_text_color", id="6.1"),
        pytest.param("7.7", "section_separator_color", "bottom_bar_bg_color", id="7.7 before 7.10"),
        pytest.param("9.0", "bottom_bar_bg_color", None, id="9.0"),
    ],
)
async def test_a_client_tells_the_colours_it_knows(
    browser: Browser, version: str, newest: str | None, unknown: str | None
) -> None:
    launched = await browser.launch(version=version)

    for theme in launched["themes"].values():
        assert set(theme) >= OLDEST_COLOURS
        assert newest is None or newest in theme
        assert unknown not in theme
    assert launched["looks"] == {"light": demo_user.LIGHT, "dark": demo_user.DARK}


@pytest.mark.parametrize(("version", "signed"), [("7.10", False), ("8.0", True), ("9.0", True)])
async def test_telegrams_own_signature_comes_with_newer_clients(
    browser: Browser, version: str, *, signed: bool
) -> None:
    init_data = (await browser.launch(version=version))["initData"]

    read_user(init_data, seal_key(browser.stage.settings.bot_token), now=datetime.now(UTC))
    assert ("signature" in parse_qs(init_data)) == signed


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"version": "8"}, id="half a version"),
        pytest.param({"version": "8.0.1.2"}, id="too much of one"),
        pytest.param({"version": "latest"}, id="no version"),
        pytest.param({"language": "fr"}, id="a language we do not speak"),
        pytest.param({"start": "a b"}, id="a start param with a space"),
        pytest.param({"start": "кошелёк"}, id="a start param in other letters"),
        pytest.param({"start": "a" * 513}, id="a long start param"),
    ],
)
async def test_what_no_client_would_say_is_refused_by_name(
    browser: Browser, asked: dict[str, str]
) -> None:
    answer = await browser.get(f"{FILE}/launch", **asked)

    (name,) = asked
    assert answer.status == 400
    assert (await answer.text()).startswith(f"{name} should be")


async def test_what_is_sealed_is_kept_by_no_cache(browser: Browser) -> None:
    answer = await browser.get(f"{FILE}/launch")

    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.stage.settings.bot_token.get_secret_value() not in json.dumps(
        await answer.json()
    )
