"""What an operator switches off, and what is then left of it in the page: nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Frame, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=2)
SETTINGS = {"btc_screens": False, "outside_links": False, "bot_username": "miners_bot"}
OF_ADDRESSES = re.compile(r"payouts|bitcoin|address|bind|bc1", re.IGNORECASE)
SCREENS = ("Home", "Earnings", "Miners", "Miner", "Forecast", "More", "Offers", "Settings")


async def at(app: Frame, screen: str) -> None:
    """Go to a screen."""
    if screen == "Miner":
        await app.locator("button.row").first.click()
    elif screen in {"Offers", "Settings"}:
        await app.get_by_role("button", name="More", exact=True).click()
        await app.get_by_role("button", name=screen).click()
    else:
        await app.get_by_role("button", name=screen, exact=True).click()
    title = "Hi, Ada" if screen == "Home" else "" if screen == "Miner" else screen
    await expect(app.get_by_role("heading", name=title, level=1)).to_be_visible()


async def test_no_screen_tells_of_bitcoin_addresses_or_leads_outside(owned: Phone) -> None:
    app = await owned.open()
    for screen in SCREENS:
        await at(app, screen)
        await owned.settled()
        for details in await app.locator("details").all():
            await details.evaluate("details => details.open = true")

        said = await app.locator("body").inner_text()
        assert OF_ADDRESSES.findall(said) == ([] if screen != "Settings" else ["address"]), screen
        links = await app.locator("a[href]").evaluate_all("all => all.map(({href}) => href)")
        assert {urlsplit(link).hostname for link in links} <= {"t.me", "127.0.0.1"}, screen
        if screen == "More":
            await owned.photograph("state-switched-off-more", whole=False)


async def test_a_link_to_the_screen_that_is_not_there_leads_home(owned: Phone) -> None:
    app = await owned.open(start="wallet")

    await expect(app.get_by_role("heading", name="Hi, Ada")).to_be_visible()
    await expect(app.get_by_label("Bitcoin address")).to_have_count(0)


async def test_signing_in_promises_nothing_of_it(guest: Phone) -> None:
    app = await guest.open()
    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()

    assert not OF_ADDRESSES.search(await app.locator("body").inner_text())
