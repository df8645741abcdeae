"""The list of miners, however long, and each miner's own screen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Frame, Locator, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone, phone_at
from tests.browser.owner import Json, Owner, dollars, figure, owner_of, said, sats

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=7)
DRAWN = "pictures => pictures.map(({ naturalWidth }) => naturalWidth > 0)"
HEIGHT = "row => row.getBoundingClientRect().height"
SORTS = {
    "net": "Expected net",
    "power": "Power",
    "efficiency": "Efficiency",
    "income": "Last income",
    "age": "Age",
    "name": "Name",
}


async def opened(phone: Phone, **options: str) -> Frame:
    app = await phone.open(start="miners", **options)
    await expect(app.get_by_role("heading", name="Miners")).to_be_visible()
    await phone.settled()
    return app


def rows(app: Frame) -> Locator:
    return app.locator(".miners").get_by_role("listitem")


def row(app: Frame, place: int) -> Locator:
    """The row at this place of the whole list, from 1 on."""
    return app.locator(f".miners [aria-posinset='{place}']")


def setup(miner: Json) -> str:
    return f"{figure(miner['power'])} TH · {figure(miner['efficiency'])} W/TH"


async def test_each_miner_says_what_it_is_and_what_it_brings_in(owned: Phone, owner: Owner) -> None:
    told = await owner.told("/api/miners")

    app = await opened(owned)

    await expect(app.get_by_text(f"{told['total']} miners")).to_be_visible()
    for row, miner in zip(await rows(app).all(), told["array"], strict=True):
        text = await said(row)
        assert text.startswith(f"{miner['name']} {setup(miner)} ")
        expected, latest = miner["expected"]["btc"], miner["latest"]["net"]["btc"]
        assert text.endswith(f" old {sats(expected)} a day last {sats(latest)}")
    drawn = await app.locator(".miners img").evaluate_all(DRAWN)
    assert drawn == [True] * told["total"]


async def test_miners_are_sorted_as_one_likes(owned: Phone, owner: Owner) -> None:
    app = await opened(owned)

    for sort, name in SORTS.items():
        told = (await owner.told("/api/miners", sort=sort))["array"]
        await app.get_by_label("Sort by").select_option(name)
        await owned.settled()
        names = [await said(row) for row in await rows(app).locator(".row-name").all()]
        for shown, miner in zip(names, told, strict=True):
            assert shown.startswith(miner["name"]), sort


async def test_a_miner_has_a_screen_of_its_own(owned: Phone, owner: Owner) -> None:
    miner = (await owner.told("/api/miners"))["array"][1]
    told = (await owner.told(f"/api/miners/{miner['id']}"))["miner"]
    app = await opened(owned)

    await app.get_by_role("button", name=miner["name"]).click()

    await expect(app.get_by_role("heading", name=miner["name"], level=1)).to_be_visible()
    await owned.settled()
    worths = [told["expected"], told["latest"]["net"], told["earned"]]
    assert [await said(fact) for fact in await app.locator(".facts dd").all()] == [
        *(f"{sats(worth['btc'])} ≈ {dollars(worth['usd'])}" for worth in worths),
        dollars(told["breakEvenBtc"]),
    ]
    await expect(app.get_by_text(setup(miner))).to_be_visible()


async def test_a_miners_days_are_read_on_its_screen_and_split_beyond_it(
    owned: Phone, owner: Owner
) -> None:
    miner = (await owner.told("/api/miners"))["array"][1]
    told = await owner.told("/api/earnings", days="30", miner=str(miner["id"]))
    app = await owned.open(start=f"miner-{miner['id']}")
    chart = app.get_by_role("slider", name="Last 30 days")
    await chart.focus()

    await owned.page.keyboard.press("End")
    assert (await said(app.locator(".reading"))).endswith(sats(told["days"][0]["net"]))
    await app.get_by_role("button", name="All days").click()

    await expect(app.get_by_label("Earnings of")).to_have_value(str(miner["id"]))
    await owned.settled()
    assert await said(app.locator(".headline")) == sats(told["sums"]["net"]["btc"])


@asynccontextmanager
async def list_of(miners: int, chromium: Browser) -> AsyncIterator[tuple[Phone, Frame]]:
    """Yield a phone on which somebody with so many looks at the list of them."""
    async with (
        owner_of(PartnerOptions(miners=miners)) as magnate,
        phone_at(magnate.stage, chromium) as phone,
    ):
        yield phone, await phone.open(start="miners")


async def test_a_list_of_999_miners_grows_as_one_scrolls_and_is_left_and_found_as_it_was(
    chromium: Browser,
) -> None:
    async with list_of(999, chromium) as (phone, app):
        await expect(app.get_by_text("999 miners")).to_be_visible()
        await expect(rows(app).first).to_have_attribute("aria-setsize", "999")
        for count in (50, 100, 150):
            await scrolled_to(app, count)
            assert await rows(app).count() < 50, "what is out of sight costs nothing"
        await expect(row(app, 11)).to_have_count(0)

        chosen = row(app, 145)
        await chosen.evaluate("row => row.scrollIntoView({ block: 'center' })")
        name = await said(chosen.locator(".row-name"))
        before = await app.evaluate("scrollY")
        await chosen.get_by_role("button").click()
        await expect(app.get_by_role("heading", name="Last 30 days")).to_be_visible()
        assert await app.evaluate("scrollY") == 0
        await phone.press_back()

        await expect(chosen).to_be_in_viewport()
        assert await said(chosen.locator(".row-name")) == name
        assert abs(await app.evaluate("scrollY") - before) < 2


async def scrolled_to(app: Frame, place: int) -> None:
    """Scroll on, as far as there is anything, until the row at this place is there."""
    async with asyncio.timeout(20):
        while await row(app, place).count() == 0:
            await app.evaluate("scrollTo(0, document.body.scrollHeight)")
            await app.wait_for_timeout(20)


async def test_a_row_with_the_focus_stays_while_one_looks_elsewhere(chromium: Browser) -> None:
    async with list_of(120, chromium) as (phone, app):
        await row(app, 13).get_by_role("button").focus()
        await scrolled_to(app, 100)

        await expect(row(app, 13).get_by_role("button")).to_be_focused()
        await expect(row(app, 25)).to_have_count(0)
        await phone.page.keyboard.press("Tab")

        await expect(row(app, 14).get_by_role("button")).to_be_focused()
        await expect(row(app, 14)).to_be_in_viewport()


async def test_a_list_far_below_the_screen_is_reached_by_keyboard(owned: Phone) -> None:
    app = await opened(owned)
    await app.add_style_tag(content=".miners { margin-top: 3000px }")
    await owned.page.wait_for_timeout(200)  # in which rows that are not near would go
    await app.get_by_label("Sort by").focus()

    await owned.page.keyboard.press("Tab")

    await expect(row(app, 1).get_by_role("button")).to_be_focused()


async def test_everything_is_where_it_was_though_rows_are_of_many_heights(
    chromium: Browser,
) -> None:
    async with list_of(60, chromium) as (_, app):
        await scrolled_to(app, 60)
        await app.evaluate("scrollTo(0, 0)")
        await app.add_style_tag(content="[role=listitem]:nth-child(3n) .row { padding: 40px 0 }")
        height = 0.0
        for place in range(1, 61):
            await row(app, place).scroll_into_view_if_needed()
            height += await row(app, place).evaluate(HEIGHT)

        await app.evaluate("scrollTo(0, 0)")
        await expect(row(app, 60)).to_have_count(0)

        assert abs(await app.locator(".long-list").evaluate(HEIGHT) - height) < 2
