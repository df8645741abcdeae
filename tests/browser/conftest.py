"""A phone with the Mini App open in Telegram, in a real Chromium that reaches only loopback."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Frame, async_playwright, expect

from sandbox.partner import PartnerOptions
from sandbox.stage import Stage, running_stage
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


@asynccontextmanager
async def phone_at(
    stage: Stage, browser: Browser, size: tuple[int, int] = USUAL
) -> AsyncIterator[Phone]:
    """Hold a phone with the stage's Mini App while the block lasts."""
    phone = await Phone.at(stage, browser, size)
    try:
        yield phone
        await phone.collect()
    finally:
        await phone.context.close()
    assert phone.strayed == [], "a request left loopback"
    assert phone.complaints == [], "the page complained"
    assert phone.misfits == [], "the page asked its client for what it should not"


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Phone]:
    """A phone in front of a stage of its own; `indirect` parameters are the partner's options."""
    options: PartnerOptions = getattr(request, "param", PartnerOptions())
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(running_stage(options=options))
        yield await stack.enter_async_context(phone_at(stage, chromium))
