"""Every screen for every eye and hand: seen by axe, gone through by keyboard, in large text."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, Frame, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone, phone_at
from tests.browser.owner import Owner
from tests.browser.sight import TEXTS, misplaced
from tests.browser.telegram import SMALL
from tests.browser.ways import WAYS, visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=7)
LARGE_TEXT = 32
"""CSS pixels of a browser's text at 200 %; ordinary text is of 16."""
GROWN = 1.9
MOST_STOPS = 90
"""More than any screen has controls."""

CONTROLS = """() => {
  missed = new Set([...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]'
  )].filter((each) => !each.disabled && each.checkVisibility()
    && (each.type !== 'radio' || each.checked)));
  return missed.size;
}"""

STOP = """() => {
  const at = document.activeElement;
  if (!document.hasFocus() || at === document.body) return null;
  missed.delete(at);
  const ringed = [at, at.nextElementSibling].some((each) => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const { left, right, top, bottom } = at.getBoundingClientRect();
  const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const frame = at.closest('label') ?? at;
  return { name: at.ariaLabel ?? at.textContent, ringed, covered: !frame.contains(above) };
}"""


async def test_every_screen_is_clear_to_everybody(owner: Owner, chromium: Browser) -> None:
    async with phone_at(owner.stage, chromium, SMALL, pixels=2) as phone:
        await phone.open(theme="dark")
        for name in WAYS:
            await visit(phone, name)
            await phone.look_over(name)


async def test_text_of_twice_the_size_is_all_there_in_the_longest_unit(
    owner: Owner, chromium: Browser
) -> None:
    await owner.prefer(unit="btc")
    async with phone_at(owner.stage, chromium, SMALL) as phone:
        app = await phone.open()
        usual = await text_sizes(phone, app)
        await set_text(phone, LARGE_TEXT)

        app = await phone.open()

        large = await text_sizes(phone, app)
        assert usual.keys() == large.keys()
        for text, size in usual.items():
            assert large[text] / size >= GROWN, text
        for name in WAYS:
            await visit(phone, name)
            if name == "forecast":
                await app.get_by_role("radio", name="Another miner").check()
                await phone.settled()
            await phone.photograph(f"large-{name}")
            assert await misplaced(app) == [], name
        await owner.sign_out()
        app = await phone.open()
        await app.locator("h1").wait_for()
        await phone.photograph("large-signed-out")
        assert await misplaced(app) == []
    await owner.sign_in()
    await owner.prefer(unit="sats")


async def text_sizes(phone: Phone, app: Frame) -> dict[str, float]:
    await visit(phone, "home")
    texts = f"({TEXTS})().map(({{ text, size }}) => [text, size])"
    return dict(await app.evaluate(texts))


async def set_text(phone: Phone, size: int) -> None:
    """Choose another text size in the browser's settings."""
    browser = await phone.context.new_cdp_session(phone.page)
    await browser.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})


async def test_everything_is_reached_by_keyboard_and_seen_to_be(
    owner: Owner, chromium: Browser
) -> None:
    async with phone_at(owner.stage, chromium, SMALL) as phone:
        app = await phone.open()
        for name, way in WAYS.items():
            for button in way:
                await app.locator(button).first.focus()
                await phone.page.keyboard.press("Enter")
                await phone.settled()
            if len(way) == 1 and name != "home":
                await expect(app.locator("h1")).to_be_focused()
            await app.locator("h1").focus()

            stops = await tabbed_through(phone, app)

            assert stops, name
            assert await app.evaluate("[...missed].map((each) => each.outerHTML)") == [], name
            for stop in stops:
                assert stop["ringed"], (name, stop)
                assert not stop["covered"], (name, stop)


async def tabbed_through(phone: Phone, app: Frame) -> list[dict[str, Any]]:
    """Press Tab until the focus has left the Mini App; returns what was focused."""
    await app.evaluate(CONTROLS)
    stops: list[dict[str, Any]] = []
    while len(stops) < MOST_STOPS:
        await phone.page.keyboard.press("Tab")
        stop = await app.evaluate(STOP)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError("the focus does not leave the page")


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
async def test_nothing_moves_for_those_who_asked_for_that(
    owner: Owner, chromium: Browser, motion: str, *, moves: bool
) -> None:
    async with phone_at(owner.stage, chromium, SMALL) as phone:
        await phone.page.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]  # a literal
        async with phone.held("**/api/home*"):
            app = await phone.open()
            await app.locator("[aria-busy=true]").wait_for()

            assert bool(await app.evaluate("document.getAnimations().length")) == moves
