"""Signing in that does not go straight: too slow, given up, or with nobody at the other end."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SIGNING = "**/sandbox/wallet/connect"


async def test_a_request_left_open_for_too_long_is_explained_and_the_next_one_works(
    guest: Phone,
) -> None:
    file = guest.stage.settings.database_url.get_secret_value().removeprefix("sqlite:///")

    async def dawdle(route: Route) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as store:
            store.execute("DELETE FROM login_attempts")  # as the hourly purge does
        await route.continue_()

    app = await guest.open()
    async with guest.answered(SIGNING, dawdle):
        await guest.press_main()
        await expect(app.get_by_role("alert")).to_contain_text("The request was open for too long")

    await guest.press_main()

    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()


@pytest.mark.parametrize("version", ["7.10", "7.7"])
async def test_a_user_who_thinks_better_of_it_can_start_anew(guest: Phone, version: str) -> None:
    app = await guest.open(version=version)
    own = app.get_by_role("button", name="Cancel")
    async with guest.held(SIGNING) as confirmed:
        await guest.press_main()
        await expect(app.get_by_text("Confirm in your wallet…")).to_be_visible()
        main = (await guest.state())["main"]
        assert main["text"] == "Confirm in your wallet…"
        assert (main["is_active"], main["is_progress_visible"]) == (False, True)
        await guest.look_over(f"state-waiting-{version}", whole=False)

        if version == "7.10":
            await expect(own).to_have_count(0)
            await guest.press_secondary()
        else:
            await own.click()

        await expect(guest.page.locator(".actions .main")).to_have_text("Connect wallet")
        await expect(guest.page.locator(".actions .secondary")).to_be_hidden()
        await expect(app.get_by_role("alert")).to_have_count(0)
        confirmed.set()
    await guest.press_main()

    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()


async def test_the_partner_not_answering_is_no_fault_of_the_wallets(guest: Phone) -> None:
    app = await guest.open()
    await guest.play(fail={"c2s/auth/generate-payload": 500, "c2s/auth/check-proof": 500})
    await guest.press_main()

    await expect(app.get_by_role("alert")).to_contain_text("GoMining is not answering right now")
    await guest.play()
    await guest.press_main()
    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()


async def test_signing_in_without_a_connection_says_so(guest: Phone) -> None:
    app = await guest.open()
    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()
    await guest.context.set_offline(offline=True)
    await guest.press_main()

    await expect(app.get_by_role("alert")).to_contain_text("No connection")
    await guest.context.set_offline(offline=False)
    await guest.press_main()
    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()
