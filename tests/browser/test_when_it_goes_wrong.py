"""What the page says when something fails: a sentence and a way on, never a raw error."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import ClientSession
from playwright.async_api import Route, expect

from sandbox.demo_wallet import refused
from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

Event = dict[str, Any]


async def play(phone: Phone, **plan: object) -> None:
    """Have the partner follow a plan of faults."""
    async with (
        ClientSession() as http,
        http.post(f"{phone.stage.partner_url}/_faults", json=plan) as answer,
    ):
        assert answer.status == 200, await answer.text()


def answering(status: int, **problem: object) -> Callable[[Route], Any]:
    """Return a route's answer in place of the server's."""

    async def answer(route: Route) -> None:
        body = json.dumps(problem)
        await route.fulfill(status=status, content_type="application/problem+json", body=body)

    return answer


async def test_outside_telegram_a_browser_is_told_how_to_get_in(phone: Phone) -> None:
    page = await phone.open_outside()

    await expect(page.get_by_role("heading", name="Open me in Telegram")).to_be_visible()
    await phone.photograph("outside")


def _forged(event: Event) -> Event:
    proof = event["payload"]["items"][1]["proof"]
    proof["signature"] = base64.b64encode(bytes(64)).decode()
    return event


def _unable(event: Event) -> Event:
    event["payload"]["items"][1] = {"name": "ton_proof", "error": {"code": 400, "message": "no"}}
    return event


def _on_testnet(event: Event) -> Event:
    event["payload"]["items"][0]["network"] = "-3"
    return event


def _late(event: Event) -> Event:
    event["payload"]["items"][1]["proof"]["timestamp"] -= 3600
    return event


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(_forged, "The signature was not accepted", id="a forged signature"),
        pytest.param(_unable, "This wallet cannot sign", id="a wallet that cannot sign"),
        pytest.param(_on_testnet, "The wallet is on another network", id="the other network"),
        pytest.param(_late, "The signature carries a wrong time", id="a slow clock"),
        pytest.param(lambda _: refused(300, "no"), "You declined", id="a user who declines"),
    ],
)
async def test_a_refused_proof_is_explained_and_the_next_one_works(
    phone: Phone, answer: Callable[[Event], Event], sentence: str
) -> None:
    async def tamper(route: Route) -> None:
        response = await route.fetch()
        await route.fulfill(response=response, json=answer(await response.json()))

    page = await phone.open()
    await phone.context.route("**/sandbox/wallet/connect", tamper)
    await page.get_by_role("button", name="Connect wallet").click()

    await expect(page.get_by_role("alert")).to_contain_text(sentence)
    await phone.photograph(f"refused-{answer.__name__.strip('_<>')}")

    await phone.context.unroute("**/sandbox/wallet/connect")
    await page.get_by_role("button", name="Connect wallet").click()
    await expect(page.get_by_role("heading", name="Mining power")).to_be_visible()


async def test_a_user_who_thinks_better_of_it_can_start_anew(phone: Phone) -> None:
    confirmed = asyncio.Event()

    async def hesitate(route: Route) -> None:
        await confirmed.wait()
        await route.continue_()

    page = await phone.open()
    await phone.context.route("**/sandbox/wallet/connect", hesitate, times=1)
    await page.get_by_role("button", name="Connect wallet").click()
    await expect(page.get_by_text("Confirm in your wallet")).to_be_visible()
    await phone.photograph("waiting")

    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("button", name="Connect wallet")).to_be_enabled()
    confirmed.set()
    await page.get_by_role("button", name="Connect wallet").click()

    await expect(page.get_by_role("heading", name="Mining power")).to_be_visible()


async def test_while_the_partner_is_down_the_page_says_so_once_and_can_ask_again(
    phone: Phone,
) -> None:
    page = await phone.connect()
    await phone.settled()
    await play(phone, fail={"*": 500})

    await phone.reload()

    sentence = page.get_by_text("GoMining is not answering right now")
    await phone.settled()
    await expect(sentence).to_have_count(1)
    await expect(page.get_by_text("Not available right now.")).to_have_count(4)
    await expect(page.get_by_role("heading", name="TON wallet")).to_be_visible()
    await phone.photograph("partner-down")

    await play(phone, fail={})
    await page.get_by_role("button", name="Try again").click()
    await expect(page.locator(".row")).to_have_count(1)
    await expect(sentence).to_have_count(0)


async def test_one_part_that_fails_leaves_the_others_alone(phone: Phone) -> None:
    await play(phone, fail={"c2s/nft-income/find-total-by-user": 500})

    page = await phone.connect()

    await expect(page.get_by_role("alert")).to_have_count(1)
    await expect(page.locator(".row")).to_have_count(1)
    await phone.photograph("one-part-down")
    await play(phone, fail={})
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_text("On balance")).to_be_visible()


async def test_a_missing_rate_per_th_is_not_passed_over_in_silence(phone: Phone) -> None:
    await play(phone, fail={"c2s/income-statistic/get-income-per-th": 500})

    page = await phone.connect()

    await expect(page.get_by_role("alert")).to_have_count(1)
    await expect(page.locator(".row")).to_have_count(1)
    await expect(page.get_by_text("sat a day")).to_have_count(0)


async def test_a_session_that_ends_is_renewed_unseen(phone: Phone) -> None:
    opened: list[str] = []
    page = await phone.connect()
    await phone.settled()
    phone.page.on("request", lambda asked: opened.append(asked.url))
    await phone.context.route(
        "**/api/wallet/create-btc", answering(401, code="session_invalid"), times=1
    )

    await page.get_by_label("Bitcoin address").fill("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
    await page.get_by_role("button", name="Bind address").click()

    await expect(page.get_by_text("The address is bound.")).to_be_visible()
    assert sum(url.endswith("/api/session") for url in opened) == 1


async def test_init_data_too_old_to_renew_with_asks_to_open_the_app_anew(phone: Phone) -> None:
    page = await phone.connect()
    await phone.settled()
    await phone.context.route("**/api/wallet/create-btc", answering(401, code="session_invalid"))
    await phone.context.route("**/api/session", answering(401, code="init_data_expired"))

    await page.get_by_label("Bitcoin address").fill("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
    await page.get_by_role("button", name="Bind address").click()

    await expect(page.get_by_text("Your session is over.")).to_be_visible()
    await expect(page.get_by_role("button", name="Close the app")).to_be_visible()
    await phone.photograph("session-over")


@pytest.mark.parametrize("phone", [PartnerOptions(token_ttl=1)], indirect=True)
async def test_when_the_partner_ends_the_session_the_wallet_is_asked_for_again(
    phone: Phone,
) -> None:
    page = await phone.connect()
    await phone.settled()
    await play(phone, fail={"c2s/auth/refresh": 401, "c2s/nft/get-my": 401})

    await phone.reload()

    await expect(page.get_by_text("GoMining has ended your session.")).to_be_visible()
    await expect(page.get_by_role("button", name="Connect wallet")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        pytest.param("   ", "Paste the address first.", id="nothing"),
        pytest.param(
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            "This is not a Bitcoin address.",
            id="a typo",
        ),
        pytest.param(
            "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx",
            "This address belongs to another Bitcoin network.",
            id="the other network",
        ),
    ],
)
async def test_a_wrong_btc_address_is_refused_in_words(
    phone: Phone, address: str, sentence: str
) -> None:
    page = await phone.connect()
    await phone.settled()

    await page.get_by_label("Bitcoin address").fill(address)
    await page.get_by_role("button", name="Bind address").click()

    await expect(page.get_by_text(sentence)).to_be_visible()
    await expect(page.get_by_label("Bitcoin address")).to_have_value(address)
    await expect(page.locator(".bound")).to_have_count(0)
    await phone.photograph("wrong-address")


async def test_without_a_connection_the_page_says_so_and_goes_on_afterwards(phone: Phone) -> None:
    page = await phone.connect()
    await phone.settled()
    await phone.context.set_offline(offline=True)

    await page.get_by_role("button", name="Sign out").click()

    await expect(page.get_by_text("No connection.")).to_be_visible()
    await phone.context.set_offline(offline=False)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("button", name="Connect wallet")).to_be_visible()
