"""What miners would earn, while the figures behind it are moved and typed."""

from __future__ import annotations

import asyncio
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from playwright.async_api import Frame, Locator, Route, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone
from tests.browser.owner import (
    Json,
    Owner,
    dollars,
    figure,
    payback,
    price,
    said,
    sats,
    soonest,
)
from tests.browser.telegram import SMALL

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=7)
API = "**/api/forecast"
PARTS = ("net", "electricity", "service")
YEARS = 3
"""Of reinvestment, until one chooses another number."""
NEVER = "never at these rates"


def net(page: Frame) -> Locator:
    return page.get_by_role("status")


def slider(page: Frame, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


async def opened(phone: Phone) -> Frame:
    """Open the Mini App at the forecast."""
    page = await phone.open(start="forecast")
    await page.get_by_role("heading", name="Forecast", level=1).wait_for()
    await phone.settled()
    return page


async def netted(page: Frame) -> Decimal:
    """Return the net that is shown, once no other is on its way."""
    await expect(net(page)).to_have_attribute("aria-busy", "false")
    figure = re.match(r"[\d,.]+", await net(page).inner_text())
    assert figure is not None
    return Decimal(figure[0].replace(",", ""))


async def choose(page: Frame, name: str) -> None:
    await page.get_by_role("radio", name=name, exact=True).check()


async def expect_reckoned(page: Frame, told: Json) -> None:
    """Expect the server's figures, each period's."""
    for period, name in {"month": "Month", "year": "Year", "day": "Day"}.items():
        await choose(page, name)
        net_of = told[period]["net"]
        assert await said(net(page)) == f"{sats(net_of['btc'])} ≈ {dollars(net_of['usd'])}", name
        parts = [await said(part) for part in await page.locator(".parts-list dd").all()]
        assert parts == [sats(told[period][part]["btc"]) for part in PARTS], name


async def test_what_ones_own_miners_would_earn_is_what_the_server_reckons(
    owned: Phone, owner: Owner
) -> None:
    told = (await owner.post("/api/forecast", {"years": YEARS})).data
    page = await opened(owned)

    await expect_reckoned(page, told)

    setup = told["setup"]
    power = f"{figure(setup['power'])} TH · {figure(setup['efficiency'])} W/TH"
    await expect(page.get_by_text(f"7 miners · {power}")).to_be_visible()
    even = told["breakEven"]
    assert [await said(fact) for fact in await page.locator(".facts dd").all()] == [
        dollars(even["btcRate"]),
        f"{figure(even['efficiency'], 1)} W/TH",
    ]
    assert [await said(row) for row in await page.locator(".payback").all()] == [
        f"{figure(each['power'])} TH · {figure(each['efficiency'])} W/TH {price(each['price'])} "
        f"{payback(each['days'], NEVER)}"
        for each in sorted(told["paybacks"], key=soonest)
    ]
    last = told["reinvestment"]["points"][-1]
    ending = await said(page.locator("#reinvested"))
    assert sats(last["earned"]["btc"]) in ending
    assert f"{figure(last['power'])} TH" in ending
    assert sats(last["saved"]["btc"]) in ending


async def test_what_another_miner_would_earn_is_what_the_server_reckons(
    owned: Phone, owner: Owner
) -> None:
    miner = {"power": "16", "efficiency": "15"}
    if_so = {"kwhPrice": "0.03", "discounts": ["0.06", "0.065"]}
    told = (await owner.post("/api/forecast", miner | if_so)).data
    page = await opened(owned)

    await choose(page, "Another miner")
    for name, typed in miner.items():
        await page.get_by_role("textbox", name=name.capitalize()).fill(typed)
    await slider(page, "kWh price").fill("0.03")
    await slider(page, "Level").fill("0.06")
    await slider(page, "Paying in GOMINING").fill("0.065")
    await netted(page)

    await expect_reckoned(page, told)
    await expect(page.get_by_text("Discounts add up: 12.5%")).to_be_visible()
    await owned.look_over("forecast-other")


async def test_the_net_stays_in_sight_and_changes_while_a_slider_is_moved(owned: Phone) -> None:
    await owned.resize(*SMALL)
    page = await opened(owned)
    before = await netted(page)
    for name in ("BTC price", "kWh price", "Paying in GOMINING"):
        await slider(page, name).focus()
        await owned.page.keyboard.press("ArrowRight")
        await expect(net(page)).to_be_in_viewport(ratio=1)
        await expect(slider(page, name)).to_be_in_viewport(ratio=1)
        assert await netted(page) != before
        before = await netted(page)
    await owned.photograph("forecast-moved", whole=False)


async def test_a_better_payout_earns_more_and_todays_figures_come_back(owned: Phone) -> None:
    page = await opened(owned)
    today = await netted(page)

    await slider(page, "Network payout").press("PageUp")
    await expect(page.get_by_text("+10%")).to_be_visible()
    assert await netted(page) > today
    await page.get_by_role("button", name="Back to today").click()

    await expect(page.get_by_text("as today")).to_be_visible()
    assert await netted(page) == today


async def test_a_slider_that_moves_has_one_question_under_way_at_most(owned: Phone) -> None:
    page = await opened(owned)
    under_way, most, asked = 0, 0, list[Any]()

    async def slow(route: Route) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        asked.append(json.loads(route.request.post_data or ""))
        await asyncio.sleep(0.05)
        await route.continue_()
        under_way -= 1

    btc_price = slider(page, "BTC price")
    async with owned.answered(API, slow):
        await btc_price.focus()
        for _ in range(40):
            await owned.page.keyboard.press("ArrowRight")
        latest = await btc_price.input_value()
        await netted(page)

    assert most == 1
    assert len(asked) < 40
    assert asked[-1]["btcRate"] == latest


async def test_figures_are_typed_as_they_are_written_anywhere(owned: Phone) -> None:
    page = await opened(owned)
    await choose(page, "Another miner")
    power, efficiency = (page.get_by_role("textbox", name=name) for name in ("Power", "Efficiency"))

    await power.fill("16")
    await efficiency.fill("16,5")
    await expect(page.get_by_text("16 TH · 16.5 W/TH")).to_be_visible()
    last = await netted(page)
    await efficiency.fill("16,5x")

    await expect(page.get_by_role("alert")).to_have_text("Enter a number from 0 to 1,000.")
    await expect(efficiency).to_have_attribute("aria-invalid", "true")
    await owned.look_over("forecast-wrong")
    assert await netted(page) == last
    await slider(page, "Efficiency").press("ArrowRight")
    await expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("bound", ["0", "10000000"])
async def test_the_bounds_of_what_is_typed_are_the_servers(owned: Phone, bound: str) -> None:
    page = await opened(owned)
    await choose(page, "Another miner")

    await page.get_by_role("textbox", name="Power").fill(bound)
    await page.get_by_role("textbox", name="Efficiency").fill("0" if bound == "0" else "1000")
    await page.get_by_role("textbox", name="Price per TH").fill(
        "0.01" if bound == "0" else "1000000"
    )

    await netted(page)
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_more_years_and_dearer_th_reinvest_otherwise(owned: Phone) -> None:
    page = await opened(owned)
    await expect(page.get_by_text("After 3 years, reinvesting has earned")).to_be_visible()

    await choose(page, "5")
    await expect(page.get_by_text("After 5 years, reinvesting has earned")).to_be_visible()
    ending = await page.locator("#reinvested").inner_text()
    await page.get_by_role("textbox", name="Price per TH").fill("50,5")

    await expect(page.locator("#reinvested")).not_to_have_text(ending)
    await slider(page, "Reinvesting").press("Home")
    await expect(slider(page, "Reinvesting")).to_have_attribute(
        "aria-valuetext", re.compile("0 sat")
    )


async def test_an_emptied_price_is_the_best_on_offer(owned: Phone) -> None:
    page = await opened(owned)
    ending = await page.locator("#reinvested").inner_text()
    field = page.get_by_role("textbox", name="Price per TH")
    best = await field.input_value()
    await field.fill("50")
    await expect(page.locator("#reinvested")).not_to_have_text(ending)

    await field.fill("")

    await expect(page.locator("#reinvested")).to_have_text(ending)
    await expect(field).to_have_value("")
    await expect(field).to_have_attribute("placeholder", best)
    await expect(page.get_by_role("alert")).to_have_count(0)
    await owned.look_over("forecast-best-price")
    await page.get_by_role("button", name="Back to today").click()
    await expect(field).to_have_value(best)


async def test_without_offers_the_price_is_empty_and_not_wrong(owned: Phone) -> None:
    async def without(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.json()
        body["data"] |= {"paybacks": [], "reinvestment": None}
        await route.fulfill(response=answer, json=body)

    async with owned.answered(API, without):
        page = await opened(owned)

    field = page.get_by_role("textbox", name="Price per TH")
    await expect(field).to_have_value("")
    await expect(field).to_have_attribute("aria-invalid", "false")
    await expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        pytest.param(429, "rate_limited", "Try again in 20 seconds", id="too many questions"),
        pytest.param(502, "partner_timeout", "GoMining is not answering", id="partner down"),
        pytest.param(500, "internal", "Something went wrong on our side", id="a bug of ours"),
    ],
)
async def test_what_cannot_be_answered_leaves_the_last_figures_and_says_so(
    owned: Phone, status: int, code: str, sentence: str
) -> None:
    page = await opened(owned)
    shown = await net(page).inner_text()

    async def refuse(route: Route) -> None:
        headers = {"Retry-After": "20"} if status == 429 else {}
        await route.fulfill(status=status, headers=headers, body=json.dumps({"code": code}))

    async with owned.answered(API, refuse):
        await slider(page, "BTC price").press("PageUp")

        await expect(page.get_by_role("alert")).to_contain_text(sentence)
        await expect(page.get_by_role("alert")).to_contain_text("from before your last change")
        assert await net(page).inner_text() == shown
        await owned.look_over(f"forecast-{code.replace('_', '-')}")

    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(net(page)).not_to_have_text(shown)


async def test_what_fails_at_first_can_be_asked_for_again(owned: Phone) -> None:
    async with owned.answered(API, lambda route: route.abort()):
        page = await owned.open(start="forecast")
        await expect(page.get_by_role("alert")).to_contain_text("No connection")

    await page.get_by_role("button", name="Try again").click()

    await expect(net(page)).to_be_visible()


async def test_old_rates_are_shown_with_their_age(owned: Phone) -> None:
    async def aged(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.json()
        body["data"]["marketAge"] = 400
        await route.fulfill(response=answer, json=body)

    async with owned.answered(API, aged):
        page = await opened(owned)

    await expect(page.get_by_text("These figures are 6 minutes old.")).to_be_visible()
    await owned.look_over("forecast-old")


async def test_a_swipe_cannot_close_the_page_while_a_slider_is_held(owned: Phone) -> None:
    page = await opened(owned)
    btc_price = slider(page, "BTC price")
    await btc_price.scroll_into_view_if_needed()
    await btc_price.hover()

    async def expect_swipes(*, allowed: bool) -> None:
        await owned.page.wait_for_function(
            "allowed => telegramClient.events.filter("
            "({eventType}) => eventType === 'web_app_setup_swipe_behavior'"
            ").pop().eventData.allow_vertical_swipe === allowed",
            arg=allowed,
        )

    await expect_swipes(allowed=True)
    await owned.page.mouse.down()
    await expect_swipes(allowed=False)
    await owned.page.mouse.move(200, 200)
    await owned.page.mouse.up()
    await expect_swipes(allowed=True)


async def test_what_was_tried_is_there_again_after_a_look_elsewhere(owned: Phone) -> None:
    page = await opened(owned)
    await choose(page, "Another miner")
    await page.get_by_role("textbox", name="Power").fill("77")
    await netted(page)

    await page.get_by_role("button", name="Earnings").click()
    await expect(page.get_by_role("heading", name="Earnings", level=1)).to_be_visible()
    await page.get_by_role("button", name="Forecast").click()

    await expect(page.get_by_role("textbox", name="Power")).to_have_value("77")
