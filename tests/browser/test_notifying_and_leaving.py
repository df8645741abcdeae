"""Settings that Telegram or the server has a say in, and the ways out of the app."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.async_api import Frame, Route, expect

from tests.browser.conftest import Phone
from tests.browser.owner import Owner

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SETTINGS = {"bot_username": "miners_bot"}
PREFERENCES = "**/api/me/preferences"
TELL = "Tell me what came in"


async def settings(phone: Phone, **options: str) -> Frame:
    """Open the Mini App at its settings."""
    app = await phone.open(start="settings", **options)
    await expect(app.get_by_role("heading", name="Display")).to_be_visible()
    return app


async def kept(owner: Owner) -> dict[str, Any]:
    """Return what the server keeps of the owner's choices."""
    preferences: dict[str, Any] = (await owner.told("/api/me"))["preferences"]
    return preferences


async def test_notifications_need_telegrams_leave(owned: Phone, owner: Owner) -> None:
    app = await settings(owned)
    switch = app.get_by_role("switch", name=TELL)
    await switch.click()
    await owned.answer_popup("Cancel")
    await expect(app.get_by_role("alert")).to_contain_text("did not let the bot write to you")
    await expect(switch).not_to_be_checked()
    assert not (await kept(owner))["notify"]
    await owned.look_over("state-notifications-denied")

    async with owned.page.expect_response(PREFERENCES):
        await switch.click()
        await owned.answer_popup("Allow")
    await expect(switch).to_be_checked()
    await expect(app.get_by_role("alert")).to_have_count(0)
    assert (await kept(owner))["notify"]

    async with owned.page.expect_response(PREFERENCES):
        await switch.click()
    await expect(switch).not_to_be_checked()
    await expect(app.get_by_label("At", exact=True)).to_have_count(0)
    assert not (await kept(owner))["notify"]


async def test_the_hour_is_kept_with_the_phones_time_zone(owned: Phone, owner: Owner) -> None:
    await owner.prefer(notify=True)
    app = await settings(owned)
    zone = await app.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")

    async with owned.page.expect_response(PREFERENCES):
        await app.get_by_label("At", exact=True).select_option("8:00 AM")

    chosen = await kept(owner)
    assert (chosen["notify"], chosen["notifyHour"], chosen["timeZone"]) == (True, 8, zone)
    await expect(app.get_by_text(f"In the time zone {zone}.")).to_be_visible()
    await owned.look_over("state-notifications")
    await owner.prefer(notify=False)


async def test_a_client_that_cannot_ask_for_leave_is_not_asked(owned: Phone) -> None:
    app = await settings(owned, version="6.7")
    switch = app.get_by_role("switch", name=TELL)
    await switch.click()

    await expect(switch).to_be_checked()
    await expect(owned.popup).to_have_count(0)
    async with owned.page.expect_response(PREFERENCES):
        await switch.click()
    await expect(switch).not_to_be_checked()


async def test_a_choice_that_cannot_be_kept_is_taken_back_and_said(owned: Phone) -> None:
    async def refuse(route: Route) -> None:
        body = json.dumps({"code": "rate_limited"})
        await route.fulfill(status=429, headers={"Retry-After": "1"}, body=body)

    app = await settings(owned)
    async with owned.answered(PREFERENCES, refuse):
        await app.get_by_role("radio", name="BTC").click()
        await expect(app.get_by_role("alert")).to_contain_text("Try again in 1 second.")
    await expect(app.get_by_role("radio", name="sat")).to_be_checked()
    felt = await owned.events("web_app_trigger_haptic_feedback")
    assert felt[-1] == {"type": "notification", "notification_type": "error"}
    await owned.look_over("state-choice-refused")


async def test_an_icon_is_offered_until_there_is_one(owned: Phone) -> None:
    app = await settings(owned)
    add = app.get_by_role("button", name="Add to home screen")
    await add.click()
    await owned.answer_popup("Cancel")
    await expect(add).to_be_visible()

    await add.click()
    await owned.answer_popup("Add")

    await expect(add).to_have_count(0)


@pytest.mark.parametrize("home", ["unsupported", "added"])
async def test_an_icon_that_cannot_be_or_is_there_is_not_offered(owned: Phone, home: str) -> None:
    app = await settings(owned, home=home)

    await expect(app.get_by_role("button", name="Full screen", exact=True)).to_be_visible()
    await expect(app.get_by_role("button", name="Add to home screen")).to_have_count(0)


async def test_links_are_opened_by_telegram(owned: Phone) -> None:
    app = await settings(owned)
    address = await app.locator(".address").inner_text()
    for link, leads in {
        "See it in an explorer": f"https://tonviewer.com/{address}",
        "Write to the bot": "https://t.me/miners_bot",
    }.items():
        await app.get_by_role("link", name=link).click()
        await expect(owned.popup).to_contain_text(leads)
        await owned.answer_popup("Cancel")


async def test_what_is_kept_is_told_and_who_we_are(owned: Phone) -> None:
    app = await settings(owned)
    await expect(app.get_by_text("The tokens GoMining gave us")).to_be_hidden()
    await app.get_by_text("What is kept").click()

    await expect(app.get_by_text("The tokens GoMining gave us")).to_be_visible()
    await expect(app.get_by_text("It is not made by GoMining.")).to_be_visible()
    await expect(app.get_by_text("Version 0.")).to_be_visible()


async def test_signing_out_is_asked_first_and_needs_a_connection(
    owned: Phone, owner: Owner
) -> None:
    app = await settings(owned)
    leave = app.get_by_role("button", name="Sign out", exact=True)
    await leave.click()
    await owned.answer_popup("Cancel")
    await expect(leave).to_be_enabled()

    await owned.context.set_offline(offline=True)
    await leave.click()
    await owned.answer_popup("Sign out")
    await expect(app.get_by_role("alert")).to_contain_text("No connection")
    await owned.context.set_offline(offline=False)
    assert (await owner.told("/api/me"))["wallet"] is not None

    await leave.click()
    await owned.answer_popup("Sign out")
    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()
    assert (await owner.told("/api/me"))["wallet"] is None
    await owner.sign_in()


async def test_everything_kept_is_deleted_after_a_second_thought(
    owned: Phone, owner: Owner
) -> None:
    await owner.prefer(unit="btc")
    app = await settings(owned)
    await app.get_by_role("button", name="Delete my data").click()
    await expect(owned.popup).to_contain_text("Delete your data?")
    await owned.photograph("state-deleting", whole=False)
    await owned.answer_popup("Cancel")
    await expect(app.get_by_role("button", name="Delete my data")).to_be_enabled()

    await app.get_by_role("button", name="Delete my data").click()
    await owned.answer_popup("Delete")

    await expect(app.get_by_text("Your data is deleted.")).to_be_visible()
    await owned.look_over("state-deleted", whole=False)
    told = await owner.told("/api/me")
    assert (told["wallet"], told["preferences"]["unit"]) == (None, "sats")
    await owner.sign_in()
