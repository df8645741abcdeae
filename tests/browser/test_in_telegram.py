"""The Mini App as a part of Telegram: its colours, buttons, edges and links, on any client."""

from __future__ import annotations

import asyncio
import json

import pytest
from playwright.async_api import Frame, Route, expect

from sandbox import demo_user
from tests.browser.conftest import Phone
from tests.browser.ways import WAYS, visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOME = "**/api/home*"
CHARTED = {"home", "earnings", "day", "miner"}
"""Screens with a chart that a finger is drawn over."""
FLOATING = 80
"""CSS pixels at the top that the phone and the client cover in fullscreen."""


def rgb(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


async def opened(phone: Phone, **options: str) -> Frame:
    """Open the Mini App and wait for the home screen."""
    app = await phone.open(**options)
    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()
    return app


async def expect_state(phone: Phone, **wanted: object) -> None:
    """Wait until the client's state is so."""
    await phone.page.wait_for_function(
        "wanted => Object.entries(wanted).every(([name, value]) =>"
        " JSON.stringify(telegramClient.state[name]) === JSON.stringify(value))",
        arg=wanted,
    )


async def test_a_theme_that_changes_reaches_every_part(owned: Phone) -> None:
    app = await opened(owned, theme="light")
    for theme, colours in (("light", demo_user.LIGHT), ("dark", demo_user.DARK)):
        await owned.set_theme(theme)
        page, card = colours["secondary_bg_color"], colours["section_bg_color"]
        await expect(app.locator("html")).to_have_css("background-color", rgb(page))
        await expect(app.locator("html")).to_have_css("color-scheme", theme)
        await expect(app.locator(".card").first).to_have_css("background-color", rgb(card))
        await expect(app.locator("h1")).to_have_css("color", rgb(colours["text_color"]))
        await expect(owned.page.locator(".sheet")).to_have_css("background-color", rgb(page))
        bar = colours["bottom_bar_bg_color"]
        await expect_state(owned, header="secondary_bg_color", backdrop=page, bottomBar=bar)


async def height_of_title(app: Frame) -> float:
    """Return how far under the screen's top its title stands, in CSS pixels."""
    height: float = await app.evaluate(
        "() => { scrollTo(0, 0); return document.querySelector('h1').getBoundingClientRect().top }"
    )
    return height


async def test_what_the_phone_covers_is_kept_clear(owned: Phone) -> None:
    app = await owned.open(start="settings")
    tabs = app.get_by_role("navigation")
    await expect(app.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    top = await height_of_title(app)
    await app.get_by_role("button", name="Full screen", exact=True).click()

    await expect(app.get_by_role("button", name="Exit full screen")).to_be_visible()
    assert await height_of_title(app) >= FLOATING
    await expect(tabs).to_have_css("padding-bottom", "24px")
    await owned.look_over("state-fullscreen")

    await app.get_by_role("button", name="Exit full screen").click()
    await expect(app.get_by_role("button", name="Full screen", exact=True)).to_be_visible()
    assert await height_of_title(app) == top


async def test_what_a_phone_on_its_side_covers_is_kept_clear(owned: Phone) -> None:
    app = await opened(owned)
    await app.evaluate(
        "() => { const { style } = document.documentElement;"
        " style.setProperty('--safe-left', '30px'); style.setProperty('--safe-right', '50px') }"
    )

    for part in (app.get_by_role("main"), app.get_by_role("navigation")):
        left, right = [
            await part.evaluate(f"part => parseFloat(getComputedStyle(part).padding{side})")
            for side in ("Left", "Right")
        ]
        assert left >= 30, part
        assert right - left == 20, part


async def test_a_swipe_over_a_chart_does_not_close_the_app(owned: Phone) -> None:
    await owned.open()

    for name in WAYS:
        await visit(owned, name)
        await expect_state(owned, verticalSwipe=name not in CHARTED)


async def test_what_is_chosen_is_felt(owned: Phone) -> None:
    app = await opened(owned)
    await app.get_by_role("slider", name="Net income by day").press("ArrowLeft")

    await owned.page.wait_for_function(
        "telegramClient.events.some(({eventType}) => eventType.endsWith('haptic_feedback'))"
    )
    felt = await owned.events("web_app_trigger_haptic_feedback")
    assert felt == [{"type": "selection_change"}]


async def test_the_figures_are_asked_for_again_on_return_and_shown_meanwhile(owned: Phone) -> None:
    asked, released = asyncio.Event(), asyncio.Event()

    async def later(route: Route) -> None:
        asked.set()
        await released.wait()
        response = await route.fetch()
        told = await response.json()
        told["data"]["earnings"]["value"]["latest"]["net"]["btc"] = "0.00077777"
        await route.fulfill(response=response, body=json.dumps(told))

    app = await opened(owned)
    figure = await app.locator(".headline").inner_text()
    async with owned.answered(HOME, later):
        await owned.background()
        await owned.foreground()
        await app.evaluate("new Promise(done => setTimeout(done, 50))")
        assert not asked.is_set(), "less than a minute old"

        await owned.background()
        await app.evaluate("() => { const now = Date.now; Date.now = () => now() + 61_000 }")
        await owned.foreground()
        await asked.wait()
        assert await app.locator(".headline").inner_text() == figure
        await expect(app.locator("[aria-busy=true]")).to_have_count(0)
        released.set()
        await expect(app.locator(".headline")).to_contain_text("77,777")


async def test_every_screen_is_there_on_the_oldest_client(owned: Phone) -> None:
    """Not one event too new for it is posted: `owned` asserts so."""
    app = await opened(owned, version="6.0")
    for name in WAYS:
        await visit(owned, name)
        await expect(app.get_by_role("alert")).to_have_count(0)


async def test_the_oldest_client_does_everything_but_what_it_cannot(owned: Phone) -> None:
    """Not one event too new for it is posted: `owned` asserts so."""
    app = await opened(owned, version="6.0")
    await app.get_by_role("button", name="Settings").click()
    await expect(app.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    await expect(app.get_by_role("heading", name="In Telegram")).to_have_count(0)
    await app.get_by_role("radio", name="BTC").check()
    await app.get_by_role("switch", name="Tell me what came in").click()
    await expect(app.get_by_label("At", exact=True)).to_be_visible()
    await app.get_by_role("switch", name="Tell me what came in").click()
    await app.get_by_role("radio", name="sat").check()
    await owned.look_over("state-settings-6.0")
    await app.get_by_role("button", name="Back").click()
    await expect(app.get_by_role("heading", name="Hi, Ada")).to_be_visible()

    await app.get_by_role("button", name="Settings").click()
    await app.get_by_role("button", name="Sign out", exact=True).click()
    dialog = app.get_by_role("dialog", name="Sign out?")
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(app.get_by_role("button", name="Sign out", exact=True)).to_be_focused()
    await app.get_by_role("button", name="Sign out", exact=True).click()
    await dialog.get_by_role("button", name="Sign out").click()
    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()
    await owned.press_main()
    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()
