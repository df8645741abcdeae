"""Signing in with a wallet that is chosen from TON Connect's own dialog, and with one far away."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Frame, Page, Route, expect

from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

APPROVE, DECLINE = "Approve", "Decline"
TON_PICTURE = "/ton-connect/sdk/main/assets/ton-icon-48.png"
DIALOG = "#tc-widget-root"
WAITING = "Confirm in your wallet"


@asynccontextmanager
async def asked(phone: Phone, **options: str) -> AsyncIterator[Page]:
    """Open the Mini App and ask the wallet app; the block is what happens on its screen."""
    app = await phone.open(wallet="list", **options)
    async with again(phone, app) as wallet:
        yield wallet


@asynccontextmanager
async def again(phone: Phone, app: Frame) -> AsyncIterator[Page]:
    """Choose the wallet app in TON Connect's dialog."""
    await phone.press_main()
    async with phone.context.expect_page() as opening:
        await app.locator(DIALOG).get_by_text("Demo wallet app", exact=True).click()
    wallet = await opening.value
    yield wallet
    await wallet.close()


async def decide(wallet: Page, decision: str) -> None:
    await wallet.get_by_role("button", name=decision, exact=True).click()
    await wallet.get_by_text("Your answer is sent").wait_for()


async def expect_signed_in(app: Frame) -> None:
    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()


async def expect_told(app: Frame, sentence: str) -> None:
    await expect(app.get_by_role("alert")).to_contain_text(sentence)


async def nothing_is_left(phone: Phone) -> None:
    """Expect that the page, opened once more, waits for nothing and says nothing."""
    app = await phone.open(wallet="list")
    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()
    await expect(app.get_by_role("alert")).to_have_count(0)
    await expect(app.get_by_text(WAITING)).to_have_count(0)


async def test_a_wallet_in_the_browser_is_chosen_from_the_dialog(phone: Phone) -> None:
    await phone.page.set_viewport_size({"width": 700, "height": 900})
    app = await phone.open(wallet="list", platform="tdesktop")
    await phone.press_main()

    await app.locator(DIALOG).get_by_text("Demo wallet", exact=True).click()

    await expect_signed_in(app)
    # On wide screens the SDK draws a code around this picture, and cannot be told another.
    assert {urlsplit(url).path for url in phone.strayed} == {TON_PICTURE}
    phone.strayed.clear()


async def test_a_wallet_app_answers_through_its_bridge(phone: Phone) -> None:
    async with asked(phone) as wallet:
        await phone.photograph("wallet-asked", whole=False)
        await decide(wallet, APPROVE)

        await expect_signed_in(phone.app)


@pytest.mark.parametrize("platform", ["weba", "android"])
@pytest.mark.parametrize(
    ("bot", "back"),
    [
        pytest.param("a_bot", "https://t.me/a_bot?startapp", id="the bot is named"),
        pytest.param("", "tg://resolve", id="it is not"),
    ],
)
async def test_the_wallet_app_learns_the_way_back_and_nothing_of_who_asks(
    phone: Phone, bot: str, back: str, platform: str
) -> None:
    async def named(route: Route) -> None:
        response = await route.fetch()
        page = (await response.text()).replace('"botUsername": ""', f'"botUsername": "{bot}"')
        await route.fulfill(response=response, body=page)

    await phone.context.route(f"{phone.stage.url}/", named)
    async with asked(phone, platform=platform) as wallet:
        query = parse_qs(urlsplit(wallet.url).query)

    assert query["ret"] == [back]
    assert "tgWebAppData" not in wallet.url
    assert json.loads(query["r"][0])["items"][0] == {"name": "ton_addr", "network": "-239"}


async def test_an_answer_given_while_the_page_was_closed_is_found_on_return(phone: Phone) -> None:
    async with asked(phone) as wallet:
        await phone.press_close()
        await decide(wallet, APPROVE)

    app = await phone.open(wallet="list")

    await expect_signed_in(app)


async def test_a_page_opened_anew_waits_on_for_the_answer(phone: Phone) -> None:
    async with asked(phone) as wallet:
        await phone.press_close()
        app = await phone.open(wallet="list")
        await expect(app.get_by_text(WAITING)).to_be_visible()
        await phone.look_over("resumed", whole=False)

        await decide(wallet, APPROVE)

        await expect_signed_in(app)


async def test_in_the_background_an_answer_is_not_missed(phone: Phone) -> None:
    async with asked(phone) as wallet:
        await phone.background()
        await decide(wallet, APPROVE)
        await phone.foreground()

        await expect_signed_in(phone.app)


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        pytest.param(DECLINE, "You declined", id="a user who declines"),
        pytest.param(
            "Approve on testnet", "The wallet is on another network", id="the other network"
        ),
        pytest.param(
            "Approve without a proof", "This wallet cannot sign", id="a wallet without proofs"
        ),
    ],
)
@pytest.mark.parametrize("closed", [False, True], ids=["page open", "page closed"])
async def test_an_answer_that_is_no_proof_is_explained_once_and_left_behind(
    phone: Phone, decision: str, sentence: str, *, closed: bool
) -> None:
    async with asked(phone) as wallet:
        if closed:
            await phone.press_close()
        await decide(wallet, decision)
        if closed:
            await phone.open(wallet="list")

        await expect_told(phone.app, sentence)

    await phone.look_over(f"wallet-{decision.lower().replace(' ', '-')}", whole=False)
    await phone.disconnected()
    await nothing_is_left(phone)


async def test_who_thinks_better_of_waiting_can_connect_another_wallet(phone: Phone) -> None:
    async with asked(phone) as wallet:
        await phone.press_close()
        app = await phone.open(wallet="list")
        await expect(app.get_by_text(WAITING)).to_be_visible()

        await phone.press_secondary()

        await expect(app.get_by_text(WAITING)).to_have_count(0)
        await decide(wallet, APPROVE)  # too late: nobody is on the line
    async with again(phone, app) as wallet:
        await decide(wallet, APPROVE)
        await expect_signed_in(app)


async def test_a_dialog_that_is_closed_leaves_nothing_to_wait_for(phone: Phone) -> None:
    async with asked(phone):
        await phone.app.locator(f"{DIALOG} [data-tc-icon-button]").first.click()
        await phone.disconnected()

    await nothing_is_left(phone)


async def test_a_wallet_asked_too_long_ago_is_asked_anew(phone: Phone) -> None:
    async with asked(phone):
        await phone.press_close()
    age = """() => {
        const key = 'ton-connect-storage_bridge-connection';
        const kept = JSON.parse(localStorage.getItem(key));
        const createdAt = kept.createdAt - 6 * 60_000;
        localStorage.setItem(key, JSON.stringify({ ...kept, createdAt }));
        localStorage.setItem('sign-in-begun', String(createdAt));
    }"""
    await phone.page.evaluate(age)

    app = await phone.open(wallet="list")

    await expect_told(app, "The request was open for too long")
    await nothing_is_left(phone)


async def test_a_sign_in_that_a_reload_cut_short_is_told_once(phone: Phone) -> None:
    async with phone.held("**/sandbox/wallet/connect"):
        app = await phone.open()
        await phone.press_main()
        await expect(app.get_by_text(WAITING)).to_be_visible()

        app = await phone.open()

    await expect_told(app, "interrupted")
    await phone.look_over("interrupted", whole=False)
    await nothing_is_left(phone)


async def test_without_anything_to_go_on_with_ton_connect_stays_unloaded(phone: Phone) -> None:
    loaded: list[str] = []
    phone.page.on("request", lambda request: loaded.append(request.url))

    app = await phone.open(wallet="list")

    await expect(app.get_by_role("heading", name="Your miners, in one place")).to_be_visible()
    await app.wait_for_load_state("networkidle")
    assert not any("/assets/connect-" in url for url in loaded)
    assert not any("wallets.json" in url for url in loaded)
