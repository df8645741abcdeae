"""The list of miners, however long, and each miner's own screen."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Frame, Locator, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone, phone_at
from tests.browser.owner import Json, Owner, dollars, figure, owner_of, said, sats

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=7)
DRAWN = "pictures => pictures.map(({ naturalWidth }) => naturalWidth > 0)"
LAID_OUT = "row => row.checkVisibility({ contentVisibilityAuto: true })"
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
    return app.locator(".miner-row")


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
    drawn = await app.locator(".miner-row img").evaluate_all(DRAWN)
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
    told = await owner.told(f"/api/miners/{miner['id']}")
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


async def test_a_list_of_999_miners_grows_as_one_scrolls_and_is_left_and_found_as_it_was(
    chromium: Browser,
) -> None:
    async with (
        owner_of(PartnerOptions(miners=999)) as magnate,
        phone_at(magnate.stage, chromium) as phone,
    ):
        app = await phone.open(start="miners")
        await expect(app.get_by_text("999 miners")).to_be_visible()
        await expect(rows(app)).to_have_count(50)
        for count in (100, 150):
            await rows(app).last.scroll_into_view_if_needed()
            await expect(rows(app)).to_have_count(count)

        assert not await rows(app).first.evaluate(LAID_OUT), "what is out of sight costs nothing"

        row = rows(app).nth(120).get_by_role("button")
        await row.scroll_into_view_if_needed()
        await row.evaluate("row => row.scrollIntoView({ block: 'center' })")
        before = await app.evaluate("scrollY")
        await row.click()
        await expect(app.get_by_role("heading", name="Last 30 days")).to_be_visible()
        assert await app.evaluate("scrollY") == 0
        await phone.press_back()

        await expect(rows(app)).to_have_count(150)
        await expect(row).to_be_in_viewport()
        assert await row.evaluate(LAID_OUT)
        assert abs(await app.evaluate("scrollY") - before) < 2
