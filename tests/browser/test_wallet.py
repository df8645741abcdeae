"""Payouts: binding a Bitcoin address by paste or by camera, and every way to get it wrong."""

from __future__ import annotations

import pytest
from playwright.async_api import Frame, Locator, expect

from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SEGWIT = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
TAPROOT = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
LEGACY = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
SCRIPT = "3P14159f73E4gFr7JterCCQh9QjiTjiZrG"


async def payouts(phone: Phone, **options: str) -> Frame:
    """Open the Mini App at the Payouts screen."""
    app = await phone.open(start="wallet", **options)
    await expect(app.get_by_role("heading", name="Bound addresses")).to_be_visible()
    await phone.settled()
    return app


def field(app: Frame) -> Locator:
    return app.get_by_label("Bitcoin address")


def bound(app: Frame, address: str) -> Locator:
    return app.locator(".bound").filter(has_text=address)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        pytest.param(f"{SEGWIT[:-1]}5", "One character is wrong", id="a typo"),
        pytest.param(SEGWIT[:-3], "This is not a Bitcoin address", id="half of it"),
        pytest.param(
            "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "This is a testnet address", id="testnet"
        ),
        pytest.param(
            "UQBx-h5OoKKcdKKQZWF2NRqzwSiB-evTb71y-UIMgQUDFLUK", "This is a TON address", id="TON"
        ),
        pytest.param(
            "0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe",
            "This is an Ethereum address",
            id="Ethereum",
        ),
        pytest.param(
            "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
            "Never paste it anywhere",
            id="a private key",
        ),
        pytest.param(
            "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
            "Payouts cannot go to this kind of address",
            id="not payable",
        ),
    ],
)
async def test_a_wrong_address_is_explained_and_stays_to_be_corrected(
    owned: Phone, address: str, sentence: str
) -> None:
    app = await payouts(owned)
    await field(app).fill(address)
    await owned.press_main()

    await expect(app.get_by_role("status")).to_contain_text(sentence)
    await expect(field(app)).to_have_value(address)
    await expect(field(app)).to_have_attribute("aria-invalid", "true")
    await expect(owned.popup).to_have_count(0)
    felt = await owned.events("web_app_trigger_haptic_feedback")
    assert felt[-1] == {"type": "notification", "notification_type": "error"}
    await owned.look_over(f"state-address-{sentence.lower().replace(' ', '-')}", whole=False)

    await field(app).fill(address[:-1])
    await expect(app.get_by_role("status")).to_contain_text("Paste it, or scan its code")


async def test_with_nothing_typed_there_is_nothing_to_press(owned: Phone) -> None:
    app = await payouts(owned)
    main = owned.page.locator(".actions .main")
    await expect(main).to_have_text("Bind address")
    await expect(main).to_be_disabled()

    await field(app).fill("   ")
    await field(app).press("Enter")

    await expect(main).to_be_disabled()
    await expect(app.get_by_role("status")).to_contain_text("Paste it, or scan its code")


async def test_an_address_is_bound_only_once_it_was_confirmed(owned: Phone) -> None:
    app = await payouts(owned)
    await field(app).fill(TAPROOT.upper())
    await owned.press_main()
    await expect(owned.popup).to_contain_text(TAPROOT)
    await owned.answer_popup("Cancel")

    await expect(owned.page.locator(".actions .main")).to_be_enabled()
    await expect(field(app)).to_have_value(TAPROOT.upper())
    await expect(bound(app, TAPROOT)).to_have_count(0)

    await field(app).press("Enter")
    await expect(owned.popup).to_contain_text("Taproot. Compare it with your wallet")
    await owned.answer_popup("Bind")

    await expect(bound(app, TAPROOT)).to_contain_text("Taproot, bound ")
    await expect(field(app)).to_have_value("")
    felt = await owned.events("web_app_trigger_haptic_feedback")
    assert felt == [{"type": "notification", "notification_type": "success"}]


@pytest.mark.parametrize(
    ("code", "address"),
    [
        pytest.param(LEGACY, LEGACY, id="the address alone"),
        pytest.param(f"bitcoin:{SCRIPT}?amount=0.1&label=Mine", SCRIPT, id="a payment link"),
    ],
)
async def test_an_address_is_read_from_its_code(owned: Phone, code: str, address: str) -> None:
    app = await payouts(owned)
    await app.get_by_role("button", name="Scan a code").click()
    await expect(owned.page.locator(".scanner")).to_contain_text("Point the camera at the address")
    await owned.answer_qr(code)

    await expect(owned.popup).to_contain_text(f"{address}\n")
    await expect(owned.page.locator(".scanner")).to_have_count(0)
    await owned.answer_popup("Bind")
    await expect(bound(app, address)).to_be_visible()


async def test_another_code_is_explained_and_a_closed_scanner_changes_nothing(
    owned: Phone,
) -> None:
    app = await payouts(owned)
    scan = app.get_by_role("button", name="Scan a code")
    await scan.click()
    await owned.page.locator(".scanner").get_by_role("button", name="Close").click()
    await expect(field(app)).to_have_value("")

    await scan.click()
    await owned.answer_qr("https://example.org/menu")

    await expect(app.get_by_role("status")).to_contain_text("This is not a Bitcoin address")
    await expect(field(app)).to_have_value("https://example.org/menu")
    await owned.look_over("state-wrong-code", whole=False)


@pytest.mark.parametrize("version", ["6.0", "6.1"])
async def test_a_client_without_popups_is_asked_in_the_page(owned: Phone, version: str) -> None:
    app = await payouts(owned, version=version)
    await expect(app.get_by_role("button", name="Scan a code")).to_have_count(0)
    address = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2" if version == "6.0" else SEGWIT
    dialog = app.get_by_role("dialog", name="Bind this address?")
    await field(app).fill(address)
    await owned.press_main()
    await expect(dialog).to_contain_text(address)
    await owned.look_over(f"state-dialog-{version}", whole=False)
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(dialog).to_have_count(0)

    await owned.press_main()
    await dialog.press("Escape")
    await expect(dialog).to_have_count(0)
    await owned.press_main()
    await dialog.get_by_role("button", name="Bind").click()

    await expect(bound(app, address)).to_be_visible()
    await expect(dialog).to_have_count(0)


async def test_telegrams_way_back_answers_the_pages_own_question(owned: Phone) -> None:
    app = await payouts(owned, version="6.1")
    dialog = app.get_by_role("dialog", name="Bind this address?")
    await field(app).fill(SEGWIT)
    await owned.press_main()
    await expect(dialog).to_be_visible()
    await owned.press_back()
    await expect(dialog).to_have_count(0)

    await expect(field(app)).to_have_value(SEGWIT)
    await owned.press_back()
    await expect(field(app)).to_have_count(0)


@pytest.mark.parametrize("platform", ["tdesktop", "weba"])
async def test_a_client_without_a_camera_offers_no_scanner(owned: Phone, platform: str) -> None:
    app = await payouts(owned, platform=platform)

    await expect(app.get_by_role("button", name="Scan a code")).to_have_count(0)
    await expect(app.get_by_role("status")).to_contain_text("Paste it. You will see it")


async def test_what_is_typed_is_not_lost_by_a_slip_of_the_thumb(owned: Phone) -> None:
    app = await payouts(owned)
    assert not (await owned.state())["asksBeforeClosing"]
    await field(app).fill("bc1q")
    await expect(owned.page.locator(".actions .main")).to_be_enabled()

    await owned.press_close()
    await owned.answer_popup("Cancel")
    await expect(field(app)).to_have_value("bc1q")

    await field(app).fill("")
    await expect(owned.page.locator(".actions .main")).to_be_disabled()
    assert not (await owned.state())["asksBeforeClosing"]

    await field(app).fill("bc1q")
    await owned.press_close()
    await owned.answer_popup("Close anyway")
    await expect(owned.page.locator("iframe")).to_have_count(0)


async def test_while_it_is_bound_the_button_shows_so_and_cannot_be_pressed_twice(
    owned: Phone,
) -> None:
    app = await payouts(owned)
    main = owned.page.locator(".actions .main")
    await field(app).fill(SEGWIT)
    async with owned.held("**/api/wallet/check-btc") as checked:
        await owned.press_main()
        await expect(main).to_have_text("Binding…")
        await expect(main).to_be_disabled()
        await expect(main).to_have_attribute("aria-busy", "true")
        await owned.photograph("state-checking", whole=False)
        checked.set()
        await owned.answer_popup("Cancel")
    await expect(main).to_have_text("Bind address")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        pytest.param(500, "GoMining is not answering right now", id="the partner is down"),
        pytest.param(400, "GoMining did not accept this", id="the partner says no"),
    ],
)
async def test_an_address_that_could_not_be_bound_is_not_said_to_be(
    owned: Phone, fault: int, sentence: str
) -> None:
    app = await payouts(owned)
    await owned.play(fail={"c2s/wallet/create-btc": fault})
    await field(app).fill("1BoatSLRHtKNngkdXEeobR76b53LETtpyT")
    await owned.press_main()
    await owned.answer_popup("Bind")

    await expect(app.get_by_role("status")).to_contain_text(sentence)
    await expect(bound(app, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT")).to_have_count(0)


async def test_addresses_that_cannot_be_shown_leave_the_form_to_be_used(owned: Phone) -> None:
    await owned.play(fail={"c2s/wallet/find-by-user": 500})
    app = await owned.open(start="wallet")

    await expect(app.get_by_role("alert")).to_contain_text("GoMining is not answering")
    await expect(field(app)).to_be_visible()
    await owned.look_over("state-addresses-down", whole=False)
    await owned.play()
    await app.get_by_role("button", name="Try again").click()
    await expect(app.get_by_role("alert")).to_have_count(0)
