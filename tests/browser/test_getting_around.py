"""The ways between the screens: links from a chat, tabs, and the way back."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone
from tests.browser.owner import Owner, full_day

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=2)


@pytest.mark.parametrize(
    ("start", "title", "tab"),
    [
        ("home", "Hi, Ada", "Home"),
        ("earnings", "Earnings", "Earnings"),
        ("miners", "Miners", "Miners"),
        ("forecast", "Forecast", "Forecast"),
        ("more", "More", "More"),
        ("offers", "Offers", "More"),
        ("wallet", "Payouts", "More"),
        ("settings", "Settings", "More"),
        ("miner-x", "Hi, Ada", "Home"),
        ("gone", "Hi, Ada", "Home"),
    ],
)
async def test_a_link_leads_to_its_screen(owned: Phone, start: str, title: str, tab: str) -> None:
    app = await owned.open(start=start)

    await expect(app.get_by_role("heading", name=title, level=1)).to_be_visible()
    await expect(app.locator(".tabs [aria-current=page]")).to_have_text(tab)
    state = await owned.state()
    assert bool(state["back"]) == (start in {"offers", "wallet", "settings"})


async def test_a_link_to_a_miner_leads_there_and_back_to_all_of_them(
    owned: Phone, owner: Owner
) -> None:
    miner = (await owner.told("/api/miners"))["array"][1]
    app = await owned.open(start=f"miner-{miner['id']}")
    await expect(app.get_by_role("heading", name=miner["name"], level=1)).to_be_visible()

    await owned.press_back()

    await expect(app.get_by_role("heading", name="Miners", level=1)).to_be_visible()


async def test_a_link_to_a_miner_of_somebody_else_is_answered_in_words(owned: Phone) -> None:
    app = await owned.open(start="miner-1")

    await expect(app.get_by_text("This is no longer here.").first).to_be_visible()


async def test_a_link_to_a_day_leads_to_what_became_of_it(owned: Phone, owner: Owner) -> None:
    day = (await owner.told("/api/earnings", days="30"))["days"][4]["day"]

    app = await owned.open(start=f"earnings-{day}")

    await expect(app.get_by_role("heading", name=full_day(day))).to_be_visible()


@pytest.mark.parametrize(("ago", "days"), [(45, "90 days"), (120, "All")])
async def test_a_link_to_a_day_long_gone_leads_to_it_all_the_same(
    owned: Phone, owner: Owner, ago: int, days: str
) -> None:
    day = (await owner.told("/api/earnings", days="all"))["days"][ago]["day"]

    app = await owned.open(start=f"earnings-{day}")

    await expect(app.get_by_role("heading", name=full_day(day))).to_be_visible()
    await expect(app.get_by_role("radio", name=days, exact=True)).to_be_checked()


async def test_a_link_to_a_day_without_income_says_so(owned: Phone) -> None:
    app = await owned.open(start="earnings-2015-03-07")

    await expect(app.get_by_text("No income is known for Mar 7, 2015.")).to_be_visible()
    await owned.look_over("earnings-no-day", whole=False)


@pytest.mark.parametrize("way", ["one miner", "a day"])
async def test_the_tab_leads_from_one_miner_or_a_day_to_all_earnings(
    owned: Phone, owner: Owner, way: str
) -> None:
    if way == "a day":
        day = (await owner.told("/api/earnings", days="30"))["days"][4]["day"]
        app = await owned.open(start=f"earnings-{day}")
        await expect(app.locator(".day-detail")).to_be_visible()
    else:
        miner = (await owner.told("/api/miners"))["array"][1]
        app = await owned.open(start=f"miner-{miner['id']}")
        await app.get_by_role("button", name="All days").click()
        await expect(app.get_by_label("Earnings of")).to_have_value(str(miner["id"]))
    await owned.settled()

    await app.get_by_role("button", name="Earnings", exact=True).click()

    await expect(app.get_by_label("Earnings of")).to_have_value("")
    await expect(app.locator(".day-detail")).to_have_count(0)


async def test_tabs_change_the_screen_and_say_which_it_is(owned: Phone) -> None:
    app = await owned.open()

    for name in ("Earnings", "Miners", "Forecast", "More"):
        await app.get_by_role("button", name=name, exact=True).click()

        await expect(app.get_by_role("heading", name=name, level=1)).to_be_visible()
        await expect(app.locator(".tabs [aria-current=page]")).to_have_text(name)
        assert not (await owned.state())["back"]


async def test_more_leads_to_what_is_not_looked_at_every_day_and_back(owned: Phone) -> None:
    app = await owned.open(start="more")

    for name in ("Offers", "Payouts", "Settings"):
        await app.get_by_role("button", name=re.compile(f"^{name}")).click()
        await expect(app.get_by_role("heading", name=name, level=1)).to_be_visible()
        await owned.press_back()
        await expect(app.get_by_role("heading", name="More", level=1)).to_be_visible()


async def test_telegrams_own_menu_and_the_first_screen_lead_to_the_settings(
    owned: Phone,
) -> None:
    app = await owned.open()
    title = app.get_by_role("heading", name="Settings", level=1)
    await app.get_by_role("button", name="Settings").click()
    await expect(title).to_be_visible()
    await owned.press_back()
    await expect(title).to_have_count(0)

    await owned.press_settings()

    await expect(title).to_be_visible()


async def test_where_telegram_has_no_back_button_the_page_has_one(owned: Phone) -> None:
    app = await owned.open(version="6.0", start="offers")
    back = app.get_by_role("button", name="Back", exact=True)
    await expect(back).to_be_visible()
    await owned.look_over("own-back")
    await app.locator("h1").focus()

    await owned.page.keyboard.press("Shift+Tab")
    await expect(back).to_be_focused()
    await owned.page.keyboard.press("Enter")

    await expect(app.get_by_role("heading", name="More", level=1)).to_be_visible()
    await expect(back).to_have_count(0)
