"""Who signed in, on the settings screen; the way out everywhere; one's data as a file."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.async_api import Frame, Locator, Route, expect

from tests.browser.conftest import Phone
from tests.browser.owner import Owner, said

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SIGN_INS = "**/api/me/sign-ins"
EVERYWHERE = "Sign out everywhere"
SIGN_IN = {
    "at": "2026-11-21T14:05:09Z",
    "address": "0:" + "ab" * 32,
    "friendlyAddress": "UQ" + "A" * 40 + "WXYZ",
    "chain": "-239",
    "appName": "Tonkeeper",
    "platform": "iphone",
    "door": "chat",
}


async def settings(phone: Phone, **options: str) -> tuple[Frame, Locator]:
    """Open the Mini App at its settings; return it and its card of sign-ins."""
    app = await phone.open(start="settings", **options)
    card = app.locator("section", has=app.get_by_role("heading", name="Sign-ins"))
    await expect(card).to_be_visible()
    return app, card


def answering(status: int, body: dict[str, Any]) -> Any:  # noqa: ANN401  # a handler of Playwright's
    async def answer(route: Route) -> None:
        await route.fulfill(status=status, body=json.dumps(body))

    return answer


async def test_a_sign_in_is_shown_with_its_wallet_and_device(owned: Phone, owner: Owner) -> None:
    wallet = (await owner.told("/api/me"))["wallet"]["friendlyAddress"]
    _, card = await settings(owned)

    row = card.get_by_role("listitem").first
    await expect(row).to_be_visible()
    text = await said(row)

    assert re.fullmatch(
        rf"Tonkeeper, \w+ \w{{3}} \d+, \d{{4}}, \d+:\d\d [AP]M "
        rf"{wallet[:4]}…{wallet[-4:]} in the app",
        text,
    ), text


@pytest.mark.parametrize("language", ["en", "de"])
async def test_many_sign_ins_fold_up(owned: Phone, language: str) -> None:
    many = [
        SIGN_IN,
        SIGN_IN | {"platform": "browser", "door": "page", "appName": "A Wallet of Many Words"},
        SIGN_IN | {"platform": "android", "appName": "MyTonWallet"},
        *[SIGN_IN] * 17,
    ]
    async with owned.answered(SIGN_INS, answering(200, {"data": {"array": many}})):
        app = await owned.open(start="settings", language=language)
        rows = app.locator(".sign-in")
        await expect(rows.first).to_be_visible()
        assert sum([await row.is_visible() for row in await rows.all()]) == 3

        await app.locator("summary").first.click()

        assert sum([await row.is_visible() for row in await rows.all()]) == len(many)
        await owned.look_over(f"state-sign-ins-{language}")


async def test_where_nothing_is_noted_it_says_so(owned: Phone) -> None:
    async with owned.answered(SIGN_INS, answering(200, {"data": {"array": []}})):
        _, card = await settings(owned)

        await expect(card).to_contain_text("None yet.")
        await expect(card.get_by_role("button", name=EVERYWHERE)).to_be_enabled()


async def test_a_list_that_does_not_come_can_be_asked_for_again(owned: Phone) -> None:
    async with owned.answered(SIGN_INS, answering(503, {"code": "store_unavailable"})):
        _, card = await settings(owned)
        again = card.get_by_role("button", name="Try again")
        await expect(again).to_be_visible()
        await owned.look_over("state-sign-ins-failed")

    await again.click()

    await expect(card.get_by_role("listitem").first).to_be_visible()


async def test_ones_data_is_a_file_to_save(owned: Phone, owner: Owner) -> None:
    app, _ = await settings(owned)
    await app.get_by_role("button", name="Export my data").click()
    async with owned.page.expect_download() as downloading:
        await owned.answer_popup("Download")

    download = await downloading.value
    kept = json.loads((await download.path()).read_bytes())

    assert re.fullmatch(r"my-data-\d{4}-\d\d-\d\d\.json", download.suggested_filename)
    assert kept["wallet"] == (await owner.told("/api/me"))["wallet"]


async def test_signing_out_everywhere_ends_all_but_the_page_that_asked(
    owned: Phone, owner: Owner
) -> None:
    app, card = await settings(owned)
    leave = card.get_by_role("button", name=EVERYWHERE)
    await leave.focus()
    await owned.page.keyboard.press("Enter")
    await expect(owned.popup).to_contain_text("Sign out everywhere?")
    await owned.photograph("state-everywhere", whole=False)
    await owned.answer_popup("Cancel")
    await expect(leave).to_be_enabled()
    assert (await owner.get("/api/me")).status == 200

    await leave.click()
    await owned.answer_popup(EVERYWHERE)

    await expect(app.get_by_text("You are signed out on every device.")).to_be_visible()
    await owned.look_over("state-signed-out-everywhere", whole=False)
    assert (await owner.get("/api/me")).code == "session_invalid"
    await owned.press_main()  # the page goes on, though its init data opens no session any more
    await app.get_by_role("heading", name="Mining power").wait_for()
    await owner.sign_in()
