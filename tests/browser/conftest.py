"""A phone with the Mini App open in Telegram, in a real Chromium that reaches only loopback."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Frame, Route, async_playwright, expect

from sandbox.partner import PartnerOptions
from sandbox.stage import Stage, running_stage
from tests.browser.owner import Owner
from tests.browser.telegram import PATIENCE_MS, USUAL, TelegramPhone

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):  # noqa: TID251  # where nobody looks, a skip would hide it
            pytest.fail("no chromium: apt-get install chromium")
        pytest.skip("no chromium on this machine")
    async with async_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


class Phone(TelegramPhone):
    """A miner owner's phone: Telegram, and what our own page is waited for by."""

    async def connect(self, **options: str) -> Frame:
        """Open the Mini App and connect the demo wallet."""
        app = await self.open(**options)
        await self.press_main()
        await app.get_by_role("heading", name="Mining power").wait_for()
        return app

    async def settled(self) -> None:
        """Wait until no part is loading, pictures included."""
        await expect(self.app.locator("[aria-busy=true]")).to_have_count(0)
        for picture in await self.app.locator("img").all():
            await picture.scroll_into_view_if_needed()
            await expect(picture).to_have_js_property("complete", value=True)
        await self.app.evaluate("scrollTo(0, 0)")

    async def disconnected(self) -> None:
        """Wait until the wallet has been told that it is no longer connected."""
        kept = "localStorage.getItem('ton-connect-storage_bridge-connection')"
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while await self.app.evaluate(kept) is not None:
                await self.page.wait_for_timeout(50)

    async def play(self, **plan: object) -> None:
        """Have the partner follow a plan of faults; without any it is well again."""
        url = f"{self.stage.partner_url}/_faults"
        async with ClientSession() as http, http.post(url, json=plan or {"fail": {}}) as answer:
            assert answer.status == 200, await answer.text()

    @asynccontextmanager
    async def answered(self, path: str, answer: Callable[[Route], Any]) -> AsyncIterator[None]:
        """Have *answer* stand between the Mini App and what the server says, for a while."""
        await self.context.route(path, answer)
        try:
            yield
        finally:
            await self.context.unroute(path, answer)

    async def expect_nothing_amiss(self) -> None:
        """Fail if the Mini App did what it should not."""
        await self.collect()
        assert self.strayed == [], "a request left loopback"
        assert self.complaints == [], "the page complained"
        assert self.misfits == [], "the page asked its client for what it should not"


@asynccontextmanager
async def phone_at(
    stage: Stage, browser: Browser, size: tuple[int, int] = USUAL
) -> AsyncIterator[Phone]:
    """Hold a phone with the stage's Mini App while the block lasts."""
    phone = await Phone.at(stage, browser, size)
    try:
        yield phone
        await phone.expect_nothing_amiss()
    finally:
        await phone.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Phone]:
    """A phone in front of a stage of its own; `indirect` parameters are the partner's options."""
    options: PartnerOptions = getattr(request, "param", PartnerOptions())
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(running_stage(options=options))
        yield await stack.enter_async_context(phone_at(stage, chromium))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def kept(
    chromium: Browser, request: pytest.FixtureRequest
) -> AsyncIterator[tuple[Phone, Owner]]:
    """A phone and its owner, signed in, on a stage that lasts as long as the module.

    The module's `OPTIONS` are the partner's, its `SETTINGS` ours.
    """
    options = getattr(request.module, "OPTIONS", PartnerOptions(miners=3))
    changed = getattr(request.module, "SETTINGS", {})
    async with (
        running_stage(options=options, **changed) as stage,
        ClientSession(auto_decompress=False) as http,
        phone_at(stage, chromium) as phone,
    ):
        owner = Owner(http, stage)
        assert (await owner.sign_in()).status == 200
        yield phone, owner


@pytest.fixture
def owner(kept: tuple[Phone, Owner]) -> Owner:
    """The owner of `owned`."""
    return kept[1]


@pytest_asyncio.fixture(loop_scope="session")
async def owned(kept: tuple[Phone, Owner]) -> AsyncIterator[Phone]:
    """The module's phone; its owner is signed in unless a test of the module ended that."""
    phone, _ = kept
    yield phone
    await phone.expect_nothing_amiss()
    await phone.play()


@pytest_asyncio.fixture(loop_scope="session")
async def guest(owned: Phone, owner: Owner) -> Phone:
    """The module's phone, its owner signed out."""
    assert (await owner.post("/api/auth/sign-out")).status == 200
    return owned
