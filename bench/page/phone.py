"""A slow phone on a slow line: headless Chromium, held back through its own protocol."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright

SLOWER = 4
"""Times the page's own thread is slowed."""
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
"""Milliseconds, and bytes a second."""
SCREEN = {"width": 390, "height": 844}
FRAME_S = 1 / 60
PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@dataclass(frozen=True, slots=True)
class Motion:
    """What a gesture brought about: frames a second, the longest task in ms, what Telegram heard.

    `in_time` is the share of frames that came within one and a half of a display's own.
    """

    rate: float
    in_time: float
    longest: float
    told: int


@dataclass(frozen=True, slots=True)
class Phone:
    """A page of its own, with nothing kept from before."""

    page: Page
    line: CDPSession

    async def slow_cpu(self, times: int = SLOWER) -> None:
        """Hold the page's thread back."""
        await self.line.send("Emulation.setCPUThrottlingRate", {"rate": times})

    async def slow_line(self) -> None:
        """Hold the network back, and leave out what only the sandbox puts into the page."""
        await self.line.send("Network.enable")
        await self.line.send("Network.emulateNetworkConditions", LINE)
        await self.line.send("Network.setBlockedURLs", {"urls": ["*/sandbox/demo.js"]})

    async def drag(self, places: Iterable[tuple[float, float]]) -> None:
        """Put a finger down and move it, a place each frame, whether or not the page keeps up."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        async with asyncio.TaskGroup() as touches:
            for frame, place in enumerate(places):
                await asyncio.sleep(max(0.0, begun + frame * FRAME_S - loop.time()))
                touches.create_task(self._touch("touchMove" if frame else "touchStart", *place))
        await self._touch("touchEnd")

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[list[Motion]]:
        """Yield a list that holds, at the block's end, how the page moved meanwhile."""
        found: list[Motion] = []
        await self.page.evaluate("bench.record()")
        yield found
        found.append(await self._motion())

    async def _motion(self) -> Motion:
        await self.page.wait_for_timeout(100)  # long tasks are reported late
        heard = await self.page.evaluate("bench.stop()")
        frames: list[float] = heard["frames"]
        gaps = [after - before for before, after in pairwise(frames)]
        in_time = sum(gap <= FRAME_S * 1500 for gap in gaps)
        return Motion(
            rate=1000 * len(gaps) / (frames[-1] - frames[0]),
            in_time=in_time * FRAME_S * 1000 / (frames[-1] - frames[0]),
            longest=heard["longest"],
            told=heard["told"],
        )

    async def _touch(self, kind: str, *place: float) -> None:
        points = [dict(zip("xy", place, strict=True))] if place else []
        await self.line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """Run a browser while the block lasts."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise RuntimeError("no chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def a_phone(browser: Browser) -> AsyncIterator[Phone]:
    """Hold a phone while the block lasts."""
    options: dict[str, Any] = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}
    context = await browser.new_context(viewport=SCREEN, locale="en-GB", **options)  # type: ignore[arg-type]  # a dict is what it takes
    context.set_default_timeout(60_000)
    try:
        await context.add_init_script(PROBE)
        page = await context.new_page()
        yield Phone(page, await context.new_cdp_session(page))
    finally:
        await context.close()
