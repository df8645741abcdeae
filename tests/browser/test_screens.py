"""Every screen for every eye and hand: seen by axe, gone through by keyboard, in large text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Frame, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone, phone_at
from tests.browser.owner import Owner
from tests.browser.telegram import SIZES, SMALL

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=7)
AXE = Path(__file__).parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
USUAL_TEXT, LARGE_TEXT = 16, 32
"""CSS pixels of a browser's ordinary text: as it comes, and at 200 %."""
GROWN = 1.9
LEAST_TARGET = 44
"""CSS pixels; what a thumb hits."""
LEAST_TYPED = 16
"""CSS pixels; into a field of smaller text iOS zooms."""
MOST_STOPS = 90
"""More than any screen has controls."""

WAYS = {
    "home": ["Home"],
    "earnings": ["Earnings"],
    "day": ["Earnings", "Nov|Oct", "Why did it change"],
    "miners": ["Miners"],
    "miner": ["Miners", "Cobalt|Silver|Onyx|Amber"],
    "forecast": ["Forecast"],
    "more": ["More"],
    "offers": ["More", "Offers"],
    "wallet": ["More", "Payouts"],
    "settings": ["More", "Settings"],
}
"""Which buttons lead to each screen."""

LOOK = """async rules => {
  const { violations } = await axe.run(document, { runOnly: rules });
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
}"""

SMALL_TARGETS = """least => [...document.querySelectorAll(
    'a, button, select, summary, label, textarea'
  )].filter((each) => each.checkVisibility() && !each.closest('.unseen'))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, { width, height }]) => Math.min(width, height) < least
    && !(each.matches('label') && each.htmlFor))
  .map(([each, { width, height }]) => [each.textContent, width, height])"""

TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('#app'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { textContent, parentElement: around } = walker.currentNode;
    if (!textContent.trim() || around.closest('.unseen, option')) continue;
    if (!around.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const { fontSize } = getComputedStyle(around);
    found.push({ text: textContent, size: parseFloat(fontSize), around, range });
  }
  return found;
}"""

MISPLACED = f"""() => {{
  const wrong = [];
  const seen = [];
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways');
  for (const {{ text, around, range }} of ({TEXTS})()) {{
    for (const {{ left, right, top, bottom }} of range.getClientRects()) {{
      if (left < -1 || right > innerWidth + 1) wrong.push(`${{text}}: beyond the edge`);
      for (let box = around; box !== null; box = box.parentElement) {{
        if (getComputedStyle(box).overflow === 'visible' || box.matches('html, body')) continue;
        const edge = box.getBoundingClientRect();
        const out = left < edge.left - 1 || right > edge.right + 1
          || top < edge.top - 2 || bottom > edge.bottom + 2;
        if (out) wrong.push(`${{text}}: clipped`);
      }}
      if (around.closest('.tabs')) continue; // lies over the page, which scrolls under it
      for (const other of seen) {{
        const across = Math.min(right, other.right) - Math.max(left, other.left);
        const down = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (across > 2 && down > (bottom - top) / 4) wrong.push(`${{text}} over ${{other.text}}`);
      }}
      seen.push({{ left, right, top, bottom, text }});
    }}
  }}
  return wrong;
}}"""

TYPED = """[...document.querySelectorAll('textarea, select, input[type=text]')]
  .filter((each) => !each.matches('.top *, .only *'))
  .map((each) => parseFloat(getComputedStyle(each).fontSize))"""

CONTROLS = """() => {
  const groups = new Set();
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


async def visit(phone: Phone, name: str) -> None:
    """Go to a screen as a thumb does."""
    for button in WAYS[name]:
        await phone.app.get_by_role("button", name=re.compile(rf"^({button})")).first.click()
        await phone.settled()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["small", "usual"])
async def test_axe_finds_nothing_on_any_screen(
    owner: Owner, chromium: Browser, size: tuple[int, int], theme: str
) -> None:
    async with phone_at(owner.stage, chromium, size) as phone:
        app = await phone.open(theme=theme)
        await app.evaluate(AXE.read_text(encoding="utf-8"))
        for name in WAYS:
            await visit(phone, name)
            await stretch(phone, size)
            await phone.photograph(name, whole=False)
            assert await app.evaluate(LOOK, RULES) == [], name
            assert await app.evaluate(MISPLACED) == [], name
            assert await app.evaluate(SMALL_TARGETS, LEAST_TARGET) == [], name
            assert all(size >= LEAST_TYPED for size in await app.evaluate(TYPED)), name
            await phone.page.set_viewport_size({"width": size[0], "height": size[1]})


async def stretch(phone: Phone, size: tuple[int, int]) -> None:
    """Make the phone as tall as its screen: nothing is under the tabs then."""
    width, height = size
    more = await phone.app.evaluate("document.documentElement.scrollHeight - innerHeight")
    await phone.page.set_viewport_size({"width": width, "height": height + more})


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
                await app.get_by_role("radio", name="Other").check()
                await phone.settled()
            await phone.photograph(f"large-{name}")
            assert await app.evaluate(MISPLACED) == [], name
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
                control = app.get_by_role("button", name=re.compile(rf"^({button})")).first
                await control.focus()
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
        await phone.context.route("**/api/home*", lambda _: None)
        app = await phone.open()
        await app.locator("[aria-busy=true]").wait_for()

        assert bool(await app.evaluate("document.getAnimations().length")) == moves

        await phone.context.unroute_all()
