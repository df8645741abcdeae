"""What miners would earn, while the figures behind it are moved and typed."""

from __future__ import annotations

import asyncio
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from playwright.async_api import Browser, Frame, Locator, Route, expect

from sandbox.partner import PartnerOptions
from sandbox.stage import running_stage
from tests.browser.conftest import Phone, phone_at
from tests.browser.telegram import SIZES, SMALL

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

API = "**/api/forecast"
SEVEN = PartnerOptions(miners=7)
seven_miners = pytest.mark.parametrize("phone", [SEVEN], indirect=True, ids=["seven miners"])


def net(page: Frame) -> Locator:
    return page.get_by_role("status")


def slider(page: Frame, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


async def opened(phone: Phone, **options: str) -> Frame:
    """Sign in and go to the forecast."""
    page = await phone.open(**options)
    await phone.press_main()
    await page.get_by_role("button", name="Forecast").click()
    await expect(page.get_by_role("heading", name="Forecast", level=1)).to_be_visible()
    await phone.settled()
    return page


async def sats(page: Frame) -> Decimal:
    """Return the net that is shown, once no other is on its way."""
    await expect(net(page)).to_have_attribute("aria-busy", "false")
    figure = re.match(r"[\d,.]+", await net(page).inner_text())
    assert figure is not None
    return Decimal(figure[0].replace(",", ""))


async def choose(page: Frame, name: str) -> None:
    await page.get_by_role("radio", name=name, exact=True).check()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["small", "usual"])
async def test_the_forecast_of_ones_own_miners_and_of_another(
    chromium: Browser, size: tuple[int, int], theme: str
) -> None:
    async with running_stage(options=SEVEN) as stage, phone_at(stage, chromium, size) as phone:
        page = await opened(phone, theme=theme)
        await expect(page.get_by_text("7 miners")).to_be_visible()
        assert await sats(page) > 0
        await phone.photograph("forecast")

        await choose(page, "Other")
        await expect(page.get_by_role("textbox", name="Power")).not_to_have_value("")
        await choose(page, "Year")
        await expect(page.get_by_role("heading", name="Net a year")).to_be_visible()
        await sats(page)
        await phone.photograph("forecast-other")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@seven_miners
async def test_the_net_stays_in_sight_and_changes_while_a_slider_is_moved(phone: Phone) -> None:
    await phone.page.set_viewport_size({"width": SMALL[0], "height": SMALL[1]})
    page = await opened(phone)
    before = await sats(page)
    for name in ("BTC price", "Price of a kWh", "Paying in GOMINING"):
        await slider(page, name).focus()
        await phone.page.keyboard.press("ArrowRight")
        await expect(net(page)).to_be_in_viewport(ratio=1)
        await expect(slider(page, name)).to_be_in_viewport(ratio=1)
        assert await sats(page) != before
        before = await sats(page)
    await phone.photograph("forecast-moved", whole=False)


@seven_miners
async def test_a_better_payout_earns_more_and_todays_figures_come_back(phone: Phone) -> None:
    page = await opened(phone)
    today = await sats(page)

    await slider(page, "Network payout").press("PageUp")
    await expect(page.get_by_text("+10 %")).to_be_visible()
    assert await sats(page) > today
    await page.get_by_role("button", name=re.compile("Today.s figures")).click()

    await expect(page.get_by_text("as today")).to_be_visible()
    assert await sats(page) == today


@seven_miners
async def test_discounts_add_up(phone: Phone) -> None:
    page = await opened(phone)

    await slider(page, "Level").fill("0.06")
    await slider(page, "Paying in GOMINING").fill("0.065")

    await expect(page.get_by_text("Discounts add up: 12.5 %")).to_be_visible()


@seven_miners
async def test_a_slider_that_moves_has_one_question_under_way_at_most(phone: Phone) -> None:
    page = await opened(phone)
    under_way, most, asked = 0, 0, list[Any]()

    async def slow(route: Route) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        asked.append(json.loads(route.request.post_data or ""))
        await asyncio.sleep(0.05)
        await route.continue_()
        under_way -= 1

    await phone.context.route(API, slow)
    price = slider(page, "BTC price")
    await price.focus()
    for _ in range(40):
        await phone.page.keyboard.press("ArrowRight")
    latest = await price.input_value()
    await sats(page)

    assert most == 1
    assert len(asked) < 40
    assert asked[-1]["btcRate"] == latest


@seven_miners
async def test_figures_are_typed_as_they_are_written_anywhere(phone: Phone) -> None:
    page = await opened(phone)
    await choose(page, "Other")
    power, efficiency = (page.get_by_role("textbox", name=name) for name in ("Power", "Efficiency"))

    await power.fill("16")
    await efficiency.fill("16,5")
    await expect(page.get_by_text("16 TH · 16.5 W/TH")).to_be_visible()
    last = await sats(page)
    await efficiency.fill("16,5x")

    await expect(page.get_by_role("alert")).to_have_text("Enter a number from 0 to 1,000.")
    await expect(efficiency).to_have_attribute("aria-invalid", "true")
    await phone.photograph("forecast-wrong", whole=False)
    assert await sats(page) == last
    await slider(page, "Efficiency").press("ArrowRight")
    await expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("bound", ["0", "10000000"])
async def test_the_bounds_of_what_is_typed_are_the_servers(phone: Phone, bound: str) -> None:
    page = await opened(phone)
    await choose(page, "Other")

    await page.get_by_role("textbox", name="Power").fill(bound)
    await page.get_by_role("textbox", name="Efficiency").fill("0" if bound == "0" else "1000")
    await page.get_by_role("textbox", name="Price per TH").fill(
        "0.01" if bound == "0" else "1000000"
    )

    await sats(page)
    await expect(page.get_by_role("alert")).to_have_count(0)


@seven_miners
async def test_more_years_and_dearer_th_reinvest_otherwise(phone: Phone) -> None:
    page = await opened(phone)
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


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        pytest.param(429, "rate_limited", "Try again in 20 seconds", id="too many questions"),
        pytest.param(502, "partner_timeout", "GoMining is not answering", id="partner down"),
        pytest.param(500, "internal", "Something went wrong on our side", id="a bug of ours"),
    ],
)
@seven_miners
async def test_what_cannot_be_answered_leaves_the_last_figures_and_says_so(
    phone: Phone, status: int, code: str, sentence: str
) -> None:
    page = await opened(phone)
    shown = await net(page).inner_text()

    async def refuse(route: Route) -> None:
        headers = {"Retry-After": "20"} if status == 429 else {}
        await route.fulfill(status=status, headers=headers, body=json.dumps({"code": code}))

    await phone.context.route(API, refuse)
    await slider(page, "BTC price").press("PageUp")

    await expect(page.get_by_role("alert")).to_contain_text(sentence)
    await expect(page.get_by_role("alert")).to_contain_text("from before your last change")
    assert await net(page).inner_text() == shown
    await phone.photograph(f"forecast-{code.replace('_', '-')}", whole=False)

    await phone.context.unroute(API)
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_have_count(0)
    await expect(net(page)).not_to_have_text(shown)


async def test_what_fails_at_first_can_be_asked_for_again(phone: Phone) -> None:
    page = await phone.connect()
    await phone.context.route(API, lambda route: route.abort())
    await page.get_by_role("button", name="Forecast").click()

    await expect(page.get_by_role("alert")).to_contain_text("No connection")
    await phone.context.unroute(API)
    await page.get_by_role("button", name="Try again").click()

    await expect(net(page)).to_be_visible()


@pytest.mark.parametrize(
    "phone", [PartnerOptions(income_per_th=Decimal("0.0005"))], indirect=True, ids=["no unit"]
)
async def test_a_payout_of_unknown_unit_is_said_and_nothing_is_invented(phone: Phone) -> None:
    page = await opened(phone)

    await expect(page.get_by_text("came without a unit we can tell")).to_be_visible()
    assert not re.search(r"\d", await page.locator("main").inner_text())
    await expect(page.get_by_role("button", name="Try again")).to_be_visible()
    await phone.photograph("forecast-unknown", whole=False)


@pytest.mark.parametrize("phone", [PartnerOptions(miners=0)], indirect=True, ids=["no miners"])
async def test_someone_without_miners_is_led_to_try_one(phone: Phone) -> None:
    page = await opened(phone)
    await expect(page.get_by_role("heading", name="No miners yet")).to_be_visible()
    await phone.photograph("forecast-none", whole=False)

    await page.get_by_role("button", name="Try other figures").click()

    assert await sats(page) > 0
    await expect(page.get_by_role("radio", name="Other")).to_be_checked()


@seven_miners
async def test_old_rates_are_shown_with_their_age(phone: Phone) -> None:
    async def aged(route: Route) -> None:
        answer = await route.fetch()
        body = await answer.json()
        body["data"]["ratesAge"] = 400
        await route.fulfill(response=answer, json=body)

    await phone.context.route(API, aged)
    page = await opened(phone)

    await expect(page.get_by_text("These figures are 6 minutes old.")).to_be_visible()
    await phone.photograph("forecast-old", whole=False)


@seven_miners
async def test_a_swipe_cannot_close_the_page_while_a_slider_is_held(phone: Phone) -> None:
    page = await opened(phone)
    price = slider(page, "BTC price")
    await price.scroll_into_view_if_needed()
    await price.hover()

    async def expect_swipes(*, allowed: bool) -> None:
        await phone.page.wait_for_function(
            "allowed => telegramClient.events.filter("
            "({eventType}) => eventType === 'web_app_setup_swipe_behavior'"
            ").pop().eventData.allow_vertical_swipe === allowed",
            arg=allowed,
        )

    await expect_swipes(allowed=True)
    await phone.page.mouse.down()
    await expect_swipes(allowed=False)
    await phone.page.mouse.move(200, 200)
    await phone.page.mouse.up()
    await expect_swipes(allowed=True)


@seven_miners
async def test_what_was_tried_is_there_again_after_a_look_elsewhere(phone: Phone) -> None:
    page = await opened(phone)
    await choose(page, "Other")
    await page.get_by_role("textbox", name="Power").fill("77")
    await sats(page)

    await page.get_by_role("button", name="Earnings").click()
    await expect(page.get_by_role("heading", name="Earnings", level=1)).to_be_visible()
    await page.get_by_role("button", name="Forecast").click()

    await expect(page.get_by_role("textbox", name="Power")).to_have_value("77")
