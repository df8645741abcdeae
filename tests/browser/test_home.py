"""The home screen: what came in, whether that is much, and where it is."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

import pytest
from playwright.async_api import Frame, Locator, Route, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone
from tests.browser.owner import Owner, dollars, figure, full_day, long_day, said, sats

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=7)
RANGES = {"7": "7 days", "90": "90 days", "all": "All", "30": "30 days"}


def card(app: Frame, name: str) -> Locator:
    return app.locator("section", has=app.get_by_role("heading", name=name, exact=True))


def day_name(iso: str) -> str:
    yesterday = datetime.now(UTC).date() - timedelta(1)
    return "Yesterday" if iso == yesterday.isoformat() else full_day(iso)


def total(days: list[dict[str, Any]]) -> str:
    return str(sum(Decimal(day["net"]) for day in days))


def against_the_week(change: str) -> str:
    share = (Decimal(change) * 100).quantize(Decimal("0.1"), ROUND_DOWN)
    digits = f"{abs(share):f}".removesuffix(".0")
    sign = "" if digits == "0" else "\u2212" if share < 0 else "+"
    return f"{sign}{digits}% against your 7-day average"


async def test_the_latest_day_is_told_and_what_it_is_against_the_week(
    owned: Phone, owner: Owner
) -> None:
    earnings = (await owner.told("/api/home"))["earnings"]["value"]

    app = await owned.open()
    await owned.settled()

    latest = card(app, day_name(earnings["latest"]["day"]))
    net = earnings["latest"]["net"]
    assert await said(latest.locator(".headline")) == sats(net["btc"])
    assert await said(latest.locator(".worth")) == f"≈ {dollars(net['usd'])}"
    if earnings["latest"]["partial"]:  # as it may be between 02:00 and 05:00 UTC
        await expect(latest.locator(".trend")).to_have_count(0)
        await expect(latest).to_contain_text("Still being credited")
    else:
        assert await said(latest.locator(".trend")) == against_the_week(earnings["change"])


async def test_power_and_what_was_earned_so_far_are_those_of_the_server(
    owned: Phone, owner: Owner
) -> None:
    told = await owner.told("/api/home")
    power, totals, rates = (told[part]["value"] for part in ("power", "totals", "rates"))

    app = await owned.open()
    await owned.settled()

    mining, earned = card(app, "Mining power"), card(app, "Earned so far")
    assert await said(mining.locator("strong")) == f"{figure(power['total'])} TH"
    assert [await said(fact) for fact in await mining.locator("dd").all()] == [
        f"{figure(power['efficiency'])} W/TH",
        "7",
        f"{figure(str(Decimal(rates['payout']['btc']) * 10**8), 1)} sat a day",
    ]
    assert await said(earned.locator("strong")) == sats(totals["total"]["btc"])
    assert [await said(part) for part in await earned.locator("dd").all()] == [
        sats(totals["onBalance"]["btc"]),
        sats(totals["withdrawn"]["btc"]),
    ]


async def test_the_chart_is_of_the_days_one_chooses(owned: Phone, owner: Owner) -> None:
    app = await owned.open()
    await owned.settled()

    for days, name in RANGES.items():
        earned = (await owner.told("/api/home", days=days))["earnings"]["value"]["days"]
        await app.get_by_role("radio", name=name, exact=True).check()
        await owned.settled()
        assert await said(app.locator(".reading")) == f"Total {sats(total(earned))}", name


async def test_a_day_of_the_chart_is_read_by_finger_and_by_keyboard(
    owned: Phone, owner: Owner
) -> None:
    days = (await owner.told("/api/home"))["earnings"]["value"]["days"]
    texts = [(long_day(day["day"]), sats(day["net"])) for day in days]
    app = await owned.open()
    await owned.settled()
    chart, reading = app.get_by_role("slider", name="Net income by day"), app.locator(".reading")

    box = await chart.bounding_box()
    assert box is not None
    await chart.tap(position={"x": 2, "y": box["height"] / 2})
    assert await said(reading) == " ".join(texts[0])
    await chart.focus()
    for key, (day, net) in {"End": texts[-1], "ArrowLeft": texts[-2], "Home": texts[0]}.items():
        await owned.page.keyboard.press(key)
        await expect(chart).to_have_attribute("aria-valuetext", f"{day}: {net}")
        assert await said(reading) == f"{day} {net}"
    await owned.page.keyboard.press("Escape")

    assert (await said(reading)).startswith("Total")


async def test_what_is_read_of_a_day_is_renewed_with_it(owned: Phone) -> None:
    async def grown(route: Route) -> None:
        response = await route.fetch()
        told = await response.json()
        told["data"]["earnings"]["value"]["days"][-1]["net"] = "0.00077777"
        await route.fulfill(response=response, body=json.dumps(told))

    app = await owned.open()
    await owned.settled()
    await app.get_by_role("slider", name="Net income by day").press("End")
    reading = app.locator(".reading")
    day = (await said(reading)).rsplit(" ", 2)[0]

    async with owned.answered("**/api/home*", grown):
        await owned.background()
        await app.evaluate("() => { const now = Date.now; Date.now = () => now() + 61_000 }")
        await owned.foreground()

        await expect(reading).to_have_text(re.compile(r"77,777"))
    assert await said(reading) == f"{day} 77,777 sat"


async def test_what_was_read_of_other_days_is_read_no_more(owned: Phone, owner: Owner) -> None:
    app = await owned.open()
    reading = app.locator(".reading")

    async def choose(days: str) -> None:
        await app.get_by_role("radio", name=RANGES[days], exact=True).check()
        await owned.settled()

    await choose("7")
    await choose("90")
    await app.get_by_role("slider", name="Net income by day").press("End")
    await expect(reading).to_contain_text(" \u2013 ")
    await choose("7")

    earned = (await owner.told("/api/home", days="7"))["earnings"]["value"]["days"]
    assert await said(reading) == f"Total {sats(total(earned))}"
    await expect(app.locator(".chart-chosen")).to_have_count(0)
    await app.get_by_role("slider", name="Net income by day").press("End")
    await choose("90")
    assert (await said(reading)).startswith("Total")


async def test_why_it_changed_is_answered_where_the_day_is_split(
    owned: Phone, owner: Owner
) -> None:
    latest = (await owner.told("/api/home"))["earnings"]["value"]["latest"]
    app = await owned.open()

    await app.get_by_role("button", name="Why did it change?").click()

    await expect(app.get_by_role("heading", name="Earnings", level=1)).to_be_visible()
    await expect(app.get_by_role("heading", name=full_day(latest["day"]))).to_be_in_viewport()
    await expect(app.get_by_role("heading", level=3)).to_contain_text(" against ")


async def test_what_is_expected_today_is_told_and_leads_to_the_forecast(
    owned: Phone, owner: Owner
) -> None:
    expected = (await owner.told("/api/home"))["power"]["value"]["expected"]
    app = await owned.open()
    way = app.get_by_role("button", name="Expected today")
    assert await said(way) == f"Expected today {sats(expected['btc'])}"

    await way.click()

    await expect(app.get_by_role("heading", name="Forecast", level=1)).to_be_visible()
    await owned.settled()
    assert await said(app.locator(".headline")) == sats(expected["btc"])
