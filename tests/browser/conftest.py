"""A phone with the Mini App open, in a real Chromium that reaches nothing but loopback."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    async_playwright,
    expect,
)

from sandbox.partner import PartnerOptions
from sandbox.stage import Stage, running_stage

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
SCREENS = Path(__file__).parents[2] / "build" / "screens"
PATIENCE_MS = 15_000
EXPECTED = (
    "Failed to load resource",  # a refused request is what some tests are about
    "Executing inline event handler",  # TonConnect's empty one for old Safari; the policy stops it
)


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


class Phone:
    """A phone's browser, and what it did that it should not have."""

    def __init__(self, context: BrowserContext, page: Page, stage: Stage) -> None:
        self.context = context
        self.page = page
        self.stage = stage
        self.strayed: list[str] = []
        self.complaints: list[str] = []

    async def open(self) -> Page:
        """Open the Mini App from Telegram."""
        await self.page.goto(self.stage.url)
        return self.page

    async def connect(self) -> Page:
        """Open the Mini App and connect the demo wallet."""
        await self.open()
        await self.page.get_by_role("button", name="Connect wallet").click()
        await self.page.get_by_role("heading", name="Mining power").wait_for()
        return self.page

    async def settled(self) -> None:
        """Wait until no part is loading, pictures included."""
        await expect(self.page.locator("[aria-busy=true]")).to_have_count(0)
        for picture in await self.page.locator("img").all():
            await picture.scroll_into_view_if_needed()
            await expect(picture).to_have_js_property("complete", value=True)
        await self.page.evaluate("scrollTo(0, 0)")

    async def disconnected(self) -> None:
        """Wait until the wallet has been told that it is no longer connected."""
        kept = "localStorage.getItem('ton-connect-storage_bridge-connection')"
        async with asyncio.timeout(PATIENCE_MS / 1000):
            while await self.page.evaluate(kept) is not None:
                await self.page.wait_for_timeout(50)

    async def photograph(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture of the whole page, or of what the screen shows, in `build/screens`."""
        await self.page.screenshot(path=SCREENS / f"{name}.png", full_page=whole)

    async def watch(self) -> None:
        """Stop what leaves loopback, and note what the page complains of."""

        async def stay(route: Route) -> None:
            if urlsplit(route.request.url).hostname == "127.0.0.1":
                await route.continue_()
            else:
                self.strayed.append(route.request.url)
                await route.abort()

        def note(message: ConsoleMessage) -> None:
            if message.type == "error" and not any(said in message.text for said in EXPECTED):
                self.complaints.append(f"{message.text} {message.location}")

        await self.context.route("**/*", stay)
        self.page.on("console", note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))


@asynccontextmanager
async def phone_at(stage: Stage, browser: Browser) -> AsyncIterator[Phone]:
    """Hold a phone with the stage's Mini App while the block lasts."""
    context = await browser.new_context(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="en-GB",
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    phone = Phone(context, await context.new_page(), stage)
    await phone.watch()
    try:
        yield phone
    finally:
        await context.close()
    assert phone.strayed == [], "a request left loopback"
    assert phone.complaints == [], "the page complained"


@pytest_asyncio.fixture(loop_scope="session")
async def phone(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Phone]:
    """A phone in front of a stage of its own; `indirect` parameters are the partner's options."""
    options: PartnerOptions = getattr(request, "param", PartnerOptions())
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(running_stage(options=options))
        yield await stack.enter_async_context(phone_at(stage, chromium))
