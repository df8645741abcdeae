"""The main job in a real browser: sign in with a wallet, see figures, bind an address, sign out."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone
from tests.browser.owner import Owner, figure, said, sats

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=5)
ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


async def test_a_miner_owner_signs_in_binds_an_address_and_signs_out(
    phone: Phone, owner: Owner
) -> None:
    app = await phone.open()
    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()
    assert (await phone.state())["main"]["text"] == "Connect wallet"
    await phone.look_over("state-signed-out")

    await phone.press_main()

    await expect(app.get_by_role("heading", name="Hi, Ada")).to_be_visible()
    await phone.settled()
    told = await owner.told("/api/home")
    shown = await said(app.locator("main"))
    assert sats(told["earnings"]["value"]["latest"]["net"]["btc"]) in shown
    assert sats(told["totals"]["value"]["onBalance"]["btc"]) in shown
    assert f"{figure(told['power']['value']['total'])} TH" in shown
    assert "\u2014" not in shown, "nothing is missing"

    await app.get_by_role("button", name="More").click()
    await app.get_by_role("button", name="Payouts").click()
    await expect(app.get_by_text("No address is bound yet")).to_be_visible()
    await app.get_by_label("Bitcoin address").fill(f"  {ADDRESS.upper()} ")
    await phone.press_main()
    await expect(phone.popup).to_contain_text(f"{ADDRESS}\n\nNative SegWit.")
    await phone.photograph("state-binding", whole=False)
    await phone.answer_popup("Bind")

    await expect(app.get_by_text("The address is bound.")).to_be_visible()
    await expect(app.locator(".bound .address")).to_have_text(ADDRESS)
    await phone.look_over("state-bound")

    app = await phone.reload()

    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()
    await app.get_by_role("button", name="Settings").click()
    await app.get_by_role("button", name="Sign out", exact=True).click()
    await phone.answer_popup("Sign out")

    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()
    await phone.disconnected()
    app = await phone.reload()
    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()
