"""The page for every hand, eye and language: themes, targets, words, long lists."""

from __future__ import annotations

import pytest
from playwright.async_api import Frame, expect

from sandbox import demo_user
from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LEAST_TARGET = 44
"""CSS pixels; what a thumb hits."""


async def background(page: Frame) -> str:
    colour: str = await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return colour


def rgb(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"


async def test_telegrams_theme_is_worn_and_followed_live(phone: Phone) -> None:
    page = await phone.connect()
    await phone.settled()
    assert await background(page) == rgb(demo_user.LIGHT["secondary_bg_color"])

    await phone.set_theme("dark")

    await expect(page.locator("html")).to_have_css(
        "background-color", rgb(demo_user.DARK["secondary_bg_color"])
    )
    await phone.photograph("dark")


async def test_every_control_is_big_enough_for_a_thumb(phone: Phone) -> None:
    page = await phone.connect()
    await phone.settled()

    for control in await page.locator("button:visible, textarea:visible").all():
        box = await control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_TARGET, await control.inner_text()


async def test_a_narrow_phone_scrolls_one_way_only(phone: Phone) -> None:
    page = await phone.connect()
    await phone.page.set_viewport_size({"width": 320, "height": 568})
    await phone.settled()

    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    await phone.photograph("narrow")


async def test_the_users_language_is_spoken(phone: Phone) -> None:
    page = await phone.open(language="ru")

    await page.get_by_role("button", name="Подключить кошелёк").click()

    await expect(page.get_by_role("heading", name="Привет, Ada")).to_be_visible()
    await phone.settled()
    await phone.photograph("russian")


@pytest.mark.parametrize("phone", [PartnerOptions(miners=120)], indirect=True)
async def test_a_long_list_grows_as_asked(phone: Phone) -> None:
    page = await phone.connect()
    rows = page.locator(".row")
    await expect(rows).to_have_count(50)
    await expect(page.get_by_text("of the first 50 miners")).to_be_visible()

    await page.get_by_role("button", name="Show more").click()
    await expect(rows).to_have_count(100)
    await page.get_by_role("button", name="Show more").click()

    await expect(rows).to_have_count(120)


@pytest.mark.parametrize("phone", [PartnerOptions(miners=0)], indirect=True)
async def test_someone_without_miners_is_told_what_belongs_here(phone: Phone) -> None:
    page = await phone.connect()
    await phone.settled()

    await expect(page.get_by_text("No miners yet")).to_be_visible()
    await phone.photograph("no-miners")


async def test_a_user_deletes_everything_kept_about_them_after_a_second_thought(
    phone: Phone,
) -> None:
    page = await phone.connect()
    await phone.settled()

    await page.get_by_role("button", name="Delete my data").click()
    await expect(page.get_by_role("heading", name="Delete your data?")).to_be_visible()
    await phone.photograph("delete", whole=False)
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("heading", name="Mining power")).to_be_visible()
    await page.get_by_role("button", name="Delete my data").click()
    await page.get_by_role("button", name="Delete", exact=True).click()

    await expect(page.get_by_text("Your data is deleted.")).to_be_visible()
    await phone.reload()
    await expect(page.get_by_role("button", name="Connect wallet")).to_be_visible()
