"""Accounts of which there is little to tell: no miners yet, or figures of a unit nobody states."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.async_api import Browser, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import phone_at
from tests.browser.owner import owner_of
from tests.browser.ways import visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_an_account_without_miners_is_shown_the_ways_to_some(chromium: Browser) -> None:
    async with (
        owner_of(PartnerOptions(miners=0)) as nobody,
        phone_at(nobody.stage, chromium) as phone,
    ):
        app = await phone.open()
        for screen, sentence in {
            "forecast": "No miners yet",
            "earnings": "No income in these days yet",
            "miners": "No miners yet",
            "home": "No miners yet",
        }.items():
            await visit(phone, screen)
            await expect(app.get_by_text(sentence)).to_be_visible()
            await expect(app.get_by_role("alert")).to_have_count(0)
            await phone.look_over(f"state-no-miners-{screen}")

        await app.get_by_role("button", name="See what is on offer").click()
        await expect(app.get_by_role("heading", name="Offers", level=1)).to_be_visible()
        await visit(phone, "forecast")
        await app.get_by_role("button", name="Try other figures").click()

        await expect(app.get_by_role("radio", name="Another miner")).to_be_checked()
        await expect(app.get_by_role("status")).to_contain_text(re.compile(r"[1-9].* sat"))


async def test_an_income_per_th_of_unknown_unit_is_shown_as_it_is_and_nothing_made_of_it(
    chromium: Browser,
) -> None:
    between = PartnerOptions(miners=2, income_per_th=Decimal("0.0005"))
    async with owner_of(between) as owner, phone_at(owner.stage, chromium) as phone:
        app = await phone.open()
        for screen, sentence in {
            "home": "unit not stated",
            "miners": "so no net is expected here",
            "offers": "so payback is not shown",
            "forecast": "A forecast would be a guess",
        }.items():
            await visit(phone, screen)
            await expect(app.get_by_text(sentence)).to_be_visible()
            await phone.look_over(f"state-no-unit-{screen}")

        assert not re.search(r"\d", await app.locator("main").inner_text()), "invented"
        await expect(app.get_by_role("button", name="Try again")).to_be_visible()
