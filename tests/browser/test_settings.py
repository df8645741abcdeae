"""Settings that change what is shown: at once, on every screen, and for the next time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
import pytest_asyncio
from playwright.async_api import Frame, expect

from sandbox.partner import PartnerOptions
from sandbox.telegram.languages import LANGUAGES
from tests.browser.conftest import Phone
from tests.browser.owner import Json, Owner, bitcoins, said, sats
from tests.browser.telegram import SMALL

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=3)
AS_NEW = {"language": None, "currency": "USD", "unit": "sats", "maintenanceApart": False}
TELEGRAMS = "As in Telegram"


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def as_new(owner: Owner) -> AsyncIterator[None]:
    yield
    await owner.prefer(**AS_NEW)


async def latest(owner: Owner) -> Json:
    """Return the net of the latest day."""
    told = await owner.told("/api/home")
    net: Json = told["earnings"]["value"]["latest"]["net"]
    return net


async def to_settings(phone: Phone, **options: str) -> Frame:
    """Look at the first screen, then go to the settings."""
    app = await phone.open(**options)
    await app.locator(".headline").wait_for()
    await app.locator(".top button").click()
    await expect(app.locator("#language")).to_be_visible()
    return app


async def expect_latest(app: Frame, text: str) -> None:
    """Expect this of the first screen, to which one goes back."""
    await app.locator(".tabs button").first.click()
    await expect(app.locator(".headline")).to_have_text(text)


async def test_amounts_are_in_bitcoin_from_now_on(owned: Phone, owner: Owner) -> None:
    text = bitcoins((await latest(owner))["btc"])
    app = await to_settings(owned)

    await app.get_by_role("radio", name="BTC", exact=True).check()
    await expect_latest(app, text)
    await owned.settled()
    for shown in await app.locator(".quantity").all():
        assert " sat" not in await said(shown)

    app = await owned.reload()
    await expect_latest(app, text)
    await owned.look_over("home-btc")


async def test_amounts_are_worth_gomining_from_now_on(owned: Phone, owner: Owner) -> None:
    worth = Decimal((await latest(owner))["gomining"])
    app = await to_settings(owned)

    await app.get_by_role("radio", name="GOMINING", exact=True).check()
    await app.locator(".tabs button").first.click()

    shown = app.locator(".latest .worth")
    assert await said(shown) == f"≈ {worth - worth % Decimal('0.01'):,.2f} GOMINING"
    app = await owned.reload()
    await expect(app.locator(".latest .worth")).to_contain_text("GOMINING")


async def test_another_language_is_spoken_at_once_and_after_a_reload(owned: Phone) -> None:
    app = await to_settings(owned)

    await app.locator("#language").select_option("Русский")

    await expect(app.get_by_role("heading", name="Настройки")).to_be_visible()
    await expect(app.locator("html")).to_have_attribute("lang", "ru")
    app = await owned.reload()
    await expect(app.get_by_role("heading", name="Привет, Ada")).to_be_visible()


async def test_telegrams_language_is_spoken_again_when_no_other_is_chosen(
    owned: Phone, owner: Owner
) -> None:
    await owner.prefer(language="de")
    app = await to_settings(owned, language="es")
    await expect(app.locator("html")).to_have_attribute("lang", "de")

    await app.locator("#language").select_option("")

    await expect(app.locator("html")).to_have_attribute("lang", "es")


async def test_who_pays_maintenance_in_gomining_sees_other_figures_at_once(
    owned: Phone, owner: Owner
) -> None:
    before = sats((await latest(owner))["btc"])
    app = await to_settings(owned)

    async with owned.page.expect_response("**/api/me/preferences"):
        await app.get_by_role("switch", name="I pay maintenance in GOMINING").check()

    after = sats((await latest(owner))["btc"])
    assert after != before
    await expect_latest(app, after)
    app = await owned.reload()
    await expect_latest(app, after)


async def test_the_tabs_stand_side_by_side_in_every_language(owned: Phone) -> None:
    size = owned.page.viewport_size
    await owned.page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    app = await to_settings(owned)

    for language in LANGUAGES:
        await app.locator("#language").select_option(language)
        await expect(app.locator("html")).to_have_attribute("lang", language)
        tops = "[...document.querySelectorAll('.tabs button')].map((each) => each.offsetTop)"
        assert len(set(await app.evaluate(tops))) == 1, language
        assert await app.evaluate("document.documentElement.scrollWidth <= innerWidth"), language

    assert size is not None
    await owned.page.set_viewport_size(size)
