"""Figures on their way: what keeps their place is as high as they are, so that nothing jumps."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser

from sandbox.partner import PartnerOptions
from tests.browser.conftest import phone_at
from tests.browser.owner import Owner
from tests.browser.telegram import SIZES
from tests.browser.ways import WAYS

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=7)
EVERYTHING = re.compile(r"/api/(?!session)")
STILL = 0.02
"""A layout shift that nobody sees."""

SHIFTS = """since => new Promise((told) => {
  const found = [];
  new PerformanceObserver((list) => {
    for (const { startTime, value, sources } of list.getEntries()) {
      if (startTime >= since) found.push([value, sources.map(({ node }) => node?.outerHTML)]);
    }
  }).observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => setTimeout(told, 100, found)); // what shifted is told a frame later
})"""


@pytest.mark.parametrize("size", SIZES, ids=["small", "usual"])
async def test_nothing_jumps_when_the_figures_arrive(
    owner: Owner, chromium: Browser, size: tuple[int, int]
) -> None:
    miner = (await owner.told("/api/miners"))["array"][1]["id"]
    day = (await owner.told("/api/earnings", days="30"))["days"][2]["day"]
    starts = {name: name for name in WAYS if name != "more"}  # which waits for nothing
    starts |= {"miner": f"miner-{miner}", "day": f"earnings-{day}"}
    async with phone_at(owner.stage, chromium, size) as phone:
        for name, start in starts.items():
            async with phone.held(EVERYTHING) as release:
                app = await phone.open(start=start)
                await app.locator("h1").wait_for()
                await app.locator("[aria-busy=true]").first.wait_for()
                await phone.photograph(f"loading-{name}", whole=False)
                since = await app.evaluate("performance.now()")

                release.set()
                await phone.settled()

            shifts = await app.evaluate(SHIFTS, since)
            assert sum(value for value, _ in shifts) < STILL, (name, shifts)
