"""The main job in a real browser: sign in with a wallet, see miners, bind an address, sign out."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


@pytest.mark.parametrize("phone", [PartnerOptions(miners=5)], indirect=True)
async def test_a_miner_owner_signs_in_binds_an_address_and_signs_out(phone: Phone) -> None:
    page = await phone.open()
    await page.get_by_role("button", name="Connect wallet").wait_for()
    await phone.photograph("signed-out")

    await page.get_by_role("button", name="Connect wallet").click()

    await expect(page.get_by_role("heading", name="Ada")).to_be_visible()
    await phone.settled()
    await expect(page.locator(".row")).to_have_count(5)
    await expect(page.get_by_text("No address is bound yet")).to_be_visible()
    for text in ("Income per TH", "On balance", "Withdrawn", "Latest income"):
        await expect(page.get_by_text(text)).to_be_visible()
    assert "\u2014" not in await page.locator("main").inner_text()
    await phone.photograph("signed-in")

    await page.get_by_label("Bitcoin address").fill(f"  {ADDRESS.upper()} ")
    await page.get_by_role("button", name="Bind address").click()

    await expect(page.get_by_text("The address is bound.")).to_be_visible()
    await expect(page.locator(".bound .address")).to_have_text(ADDRESS)
    await phone.photograph("bound")

    await phone.reload()

    await expect(page.locator(".bound .address")).to_have_text(ADDRESS)
    await expect(page.locator(".row")).to_have_count(5)

    await page.get_by_role("button", name="Sign out").click()

    await expect(page.get_by_role("button", name="Connect wallet")).to_be_visible()
    await phone.disconnected()
    await phone.reload()
    await expect(page.get_by_role("button", name="Connect wallet")).to_be_visible()
