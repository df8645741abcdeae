"""A phone with the Mini App open in Telegram, in a real Chromium that reaches only loopback."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Error, Route, async_playwright, expect

from sandbox.partner import PartnerOptions
from sandbox.stage import Stage
from tests.browser.owner import Owner, owner_of
from tests.browser.sight import barriers, misplaced, too_small
from tests.browser.telegram import PATIENCE_MS, SIZES, THEMES, USUAL, TelegramPhone

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

SETTLED = """() => {
  for (const picture of document.images) picture.loading = 'eager';
  return document.querySelector('[aria-busy=true]') === null
    && [...document.images].every(({ complete }) => complete);
}"""
WEARS = "theme => document.documentElement.style.colorScheme === theme"


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

    async def settled(self) -> None:
        """Wait until no part is loading, pictures included."""
        await self.app.wait_for_function(SETTLED)
        await self.app.evaluate("scrollTo(0, 0)")

    async def set_theme(self, theme: str) -> None:
        """Have Telegram wear another theme, or a browser alone; returns once the page does."""
        if self.shown == self.page.main_frame:
            await self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # a literal
            return
        await super().set_theme(theme)
        await self.app.wait_for_function(WEARS, arg=theme)

    async def look_over(self, name: str, *, whole: bool = True) -> None:
        """Expect what is shown to be clear to everybody on each phone, in either theme.

        Keeps a picture of each; *whole* is as `photograph` has it.
        """
        size, first = self.size, await self.theme()
        wrong: list[str] = []
        for each in (size, *({*SIZES} - {size})):
            await self.resize(*each)
            if whole:
                await self.stretch()
            wrong += await misplaced(self.shown) + await too_small(self.shown)
            for theme in (first, *({*THEMES} - {first})):
                await self.set_theme(theme)
                await self.photograph(name, whole=False)
                if each == size:
                    wrong += await barriers(self.shown, colours_only=theme != first)
        await self.set_theme(first)
        await self.resize(*size)
        assert wrong == [], name

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
    async def answered(
        self, path: str | re.Pattern[str], answer: Callable[[Route], Any]
    ) -> AsyncIterator[None]:
        """Have *answer* stand between the Mini App and what the server says, for a while."""
        await self.context.route(path, answer)
        try:
            yield
        finally:
            await self.context.unroute(path, answer)

    @asynccontextmanager
    async def held(self, path: str | re.Pattern[str]) -> AsyncIterator[asyncio.Event]:
        """Keep requests from the server until the event is set, at the latest to the end."""
        released = asyncio.Event()

        async def later(route: Route) -> None:
            await released.wait()
            with suppress(Error):  # the page that asked may be gone
                await route.continue_()

        async with self.answered(path, later):
            try:
                yield released
            finally:
                released.set()

    async def expect_nothing_amiss(self) -> None:
        """Fail if the Mini App did what it should not."""
        await self.collect()
        assert self.strayed == [], "a request left loopback"
        assert self.complaints == [], "the page complained"
        assert self.misfits == [], "the page asked its client for what it should not"


@asynccontextmanager
async def phone_at(
    stage: Stage, browser: Browser, size: tuple[int, int] = USUAL, *, pixels: int = 1
) -> AsyncIterator[Phone]:
    """Hold a phone with the stage's Mini App while the block lasts.

    *pixels* of the screen make one of CSS; two make pictures to be shown around, and take longer.
    """
    phone = await Phone.at(stage, browser, size, device_scale_factor=pixels)
    try:
        yield phone
        await phone.expect_nothing_amiss()
    finally:
        await phone.context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def owner(request: pytest.FixtureRequest) -> AsyncIterator[Owner]:
    """The demo user, signed in, of a stage that lasts as long as the module.

    The module's `OPTIONS` are the partner's, its `SETTINGS` ours.
    """
    options = getattr(request.module, "OPTIONS", PartnerOptions(miners=3))
    async with owner_of(options, **getattr(request.module, "SETTINGS", {})) as owner:
        yield owner


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def kept(owner: Owner, chromium: Browser) -> AsyncIterator[Phone]:
    """The owner's phone, as long as the module lasts."""
    async with phone_at(owner.stage, chromium) as phone:
        yield phone


@pytest_asyncio.fixture(loop_scope="session")
async def owned(kept: Phone) -> AsyncIterator[Phone]:
    """The module's phone; its owner is signed in unless a test of the module ended that."""
    await kept.context.set_offline(offline=False)
    await kept.resize(*USUAL)
    yield kept
    await kept.expect_nothing_amiss()
    await kept.play()


@pytest_asyncio.fixture(loop_scope="session")
async def guest(owned: Phone, owner: Owner) -> Phone:
    """The module's phone, its owner signed out."""
    await owner.sign_out()
    return owned


@pytest_asyncio.fixture(loop_scope="session")
async def phone(owner: Owner, chromium: Browser) -> AsyncIterator[Phone]:
    """A phone that was never used, in front of the module's stage; nobody is signed in."""
    await owner.sign_out()
    async with phone_at(owner.stage, chromium) as phone:
        yield phone
