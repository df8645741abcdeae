"""Charts of 10,000 income rows under a finger, and a list of 999 miners."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.async_api import Browser

from bench.page.owner import Owner
from bench.page.phone import FRAME_S, SCREEN, Motion, Phone, a_phone

SECONDS = 3
FLICKS = 10
SETTLE_MS = 2_000
GROWING, ALL = 800, 999
"""Rows from which the list is watched as it grows, and as many as there are."""

PARAGRAPHS = """count => {
  document.body.innerHTML = '<p>A miner</p>'.repeat(count);
  for (const each of document.querySelectorAll('p')) each.style.cssText = 'margin: 0; height: 84px';
}"""


async def nothing(browser: Browser, owner: Owner) -> Motion:
    """Drag a finger over an empty page: what the machine itself gives."""
    async with a_phone(browser) as phone:
        await phone.page.goto(f"{owner.stage.url}/healthz")
        await phone.slow_cpu()
        async with phone.watched() as found:
            await phone.drag(_zigzag(40, 300, 300))
        return found[0]


async def chart(browser: Browser, owner: Owner, screen: str) -> Motion:
    """Scrub through the chart of all days on the screen of this name."""
    async with a_phone(browser) as phone:
        await phone.page.goto(owner.launch_url(screen))
        every = phone.page.get_by_role("button", name="All", exact=True)
        await every.or_(phone.page.get_by_role("radio", name="All", exact=True)).click()
        plot = phone.page.locator(".chart-plot[role=slider]")
        await plot.and_(phone.page.locator(":not([aria-valuemax='29'])")).wait_for()
        await plot.scroll_into_view_if_needed()
        box = await plot.bounding_box()
        assert box is not None
        await phone.slow_cpu()
        await phone.page.wait_for_timeout(SETTLE_MS)
        left, right, y = box["x"] + 2, box["x"] + box["width"] - 2, box["y"] + box["height"] / 2
        async with phone.watched() as found:
            await phone.drag(_zigzag(left, right, y))
        assert found[0].told > SECONDS * 10, "the finger chose nothing"
        return found[0]


async def plain_list(browser: Browser, owner: Owner) -> Motion:
    """Flick through as many paragraphs as high as a miner: what the machine itself gives."""
    async with a_phone(browser) as phone:
        await phone.page.goto(f"{owner.stage.url}/healthz")
        await phone.page.evaluate(PARAGRAPHS, ALL)
        return await _flicked(phone, up=True)


async def lists(browser: Browser, owner: Owner) -> tuple[Motion, Motion]:
    """Flick through the list of miners while rows are added, then back through all of them."""
    async with a_phone(browser) as phone:
        await phone.page.goto(owner.launch_url("miners"))
        await _grown(phone, GROWING)
        await phone.page.evaluate("scrollTo(0, document.body.scrollHeight - 4 * innerHeight)")
        growing = await _flicked(phone, up=True)
        assert await _rows(phone) > GROWING, "no row was added"
        await phone.slow_cpu(1)
        await _grown(phone, ALL)
        return growing, await _flicked(phone, up=False)


async def _flicked(phone: Phone, *, up: bool) -> Motion:
    await phone.slow_cpu()
    await phone.page.wait_for_timeout(SETTLE_MS)
    before = await phone.page.evaluate("scrollY")
    async with phone.watched() as found:
        for _ in range(FLICKS):
            await phone.drag(_flick(up=up))
            await phone.page.wait_for_timeout(200)
    moved = abs(await phone.page.evaluate("scrollY") - before)
    assert moved > FLICKS * SCREEN["height"] / 4, f"{moved}: the list stood still"
    return found[0]


async def _grown(phone: Phone, rows: int) -> None:
    """Scroll to the end until there are so many rows, asked for page by page."""
    while await _rows(phone) < rows:
        await phone.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        await phone.page.wait_for_timeout(50)


async def _rows(phone: Phone) -> int:
    """Return how many rows there are down to the last one near the screen."""
    last = phone.page.get_by_role("listitem").last
    return int(await last.get_attribute("aria-posinset") or 0)


def _zigzag(left: float, right: float, y: float) -> Iterator[tuple[float, float]]:
    """Yield where a finger is, frame by frame, that crosses once a second."""
    for frame in range(round(SECONDS / FRAME_S)):
        crossed = frame * FRAME_S % 2
        yield left + (right - left) * (crossed if crossed <= 1 else 2 - crossed), y


def _flick(*, up: bool) -> Iterator[tuple[float, float]]:
    """Yield where a thumb is that pushes the page by two thirds of a screen in a quarter second."""
    middle, reach = SCREEN["height"] / 2, SCREEN["height"] / 3
    frames = 15
    for frame in range(frames + 1):
        way = reach * (1 - 2 * frame / frames)
        yield SCREEN["width"] / 2, middle + (way if up else -way)
