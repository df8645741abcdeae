"""What was earned on each day, what became of it, why it changed, and all of it as a file."""

from __future__ import annotations

import asyncio
import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from playwright.async_api import Download, Frame, Locator, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone
from tests.browser.owner import Owner, dollars, full_day, long_day, more_or_less, said, sats

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=7)
PARTS = ("net", "electricity", "service", "gross")
CAUSES = {
    "power": "Mining power",
    "payout": "Payout per TH",
    "btc_price": "BTC price",
    "maintenance": "Maintenance cost",
}


async def opened(phone: Phone, **options: str) -> Frame:
    app = await phone.open(start="earnings", **options)
    await expect(app.get_by_role("heading", name="Day by day")).to_be_visible()
    return app


def card(app: Frame, name: str) -> Locator:
    return app.locator("section", has=app.get_by_role("heading", name=name, exact=True))


async def split(shown: Locator) -> list[str]:
    """Return the net, the electricity, the service and the gross of a card."""
    return [await said(part) for part in await shown.locator("dd").all()]


async def saved(download: Download) -> list[dict[str, str]]:
    path = await download.path()
    text = await asyncio.to_thread(path.read_text, encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def net_of(rows: list[dict[str, str]], day: str) -> Decimal:
    return sum((Decimal(row["net_btc"]) for row in rows if row["day"] == day), Decimal(0))


async def test_the_days_add_up_to_what_the_server_says(owned: Phone, owner: Owner) -> None:
    app = await opened(owned)
    sums = card(app, "Net income")

    for days, name in {"7": "7 days", "90": "90 days", "all": "All", "30": "30 days"}.items():
        told = await owner.told("/api/earnings", days=days)
        await app.get_by_role("radio", name=name, exact=True).check()
        await owned.settled()
        net = told["sums"]["net"]
        assert await said(sums.locator(".headline")) == sats(net["btc"]), name
        assert await said(sums.locator(".worth")) == f"≈ {dollars(net['usd'])}", name
        assert await split(sums) == [sats(told["sums"][part]["btc"]) for part in PARTS], name


async def test_every_day_has_its_line(owned: Phone, owner: Owner) -> None:
    told = await owner.told("/api/earnings", days="30")

    app = await opened(owned)

    await expect(app.locator(f".card [aria-setsize='{len(told['days'])}']")).not_to_have_count(0)
    for place, day in enumerate(told["days"], start=1):
        row = app.locator(f".card [aria-posinset='{place}']")
        await row.scroll_into_view_if_needed()
        net, gross = sats(day["net"]), sats(day["gross"])
        assert await said(row) == f"{long_day(day['day'])} {net} of gross {gross}"


async def test_of_a_long_list_of_days_only_those_near_the_screen_are_there(
    owned: Phone, owner: Owner
) -> None:
    told = await owner.told("/api/earnings", days="all")
    assert len(told["days"]) > 120
    app = await opened(owned)
    await app.get_by_role("radio", name="All", exact=True).check()
    await owned.settled()
    rows = app.locator(".day")
    assert await rows.count() < 60

    await app.evaluate("scrollTo(0, document.body.scrollHeight)")

    await expect(rows.last).to_contain_text(long_day(told["days"][-1]["day"]))
    assert await rows.count() < 60


async def test_a_day_is_split_by_choosing_it_in_the_list(owned: Phone, owner: Owner) -> None:
    days = (await owner.told("/api/earnings", days="30"))["days"]
    app = await opened(owned)
    row = app.get_by_role("button", name=long_day(days[3]["day"]))

    await row.click()

    await expect(row).to_have_attribute("aria-pressed", "true")
    shown = card(app, full_day(days[3]["day"]))
    await expect(shown.get_by_role("heading")).to_be_in_viewport()
    assert await split(shown) == [sats(days[3][part]) for part in PARTS]
    await expect(shown).to_contain_text(f"{days[3]['miners']} miners")
    await row.click()
    await expect(shown).to_have_count(0)


async def test_a_day_is_chosen_in_the_chart_by_finger_and_by_keyboard(
    owned: Phone, owner: Owner
) -> None:
    days = (await owner.told("/api/earnings", days="30"))["days"]
    app = await opened(owned)
    chart = app.get_by_role("slider", name="Net income by day")
    box = await chart.bounding_box()
    assert box is not None

    await chart.tap(position={"x": box["width"] - 3, "y": 20})
    await expect(card(app, full_day(days[0]["day"]))).to_be_visible()
    await chart.focus()
    await owned.page.keyboard.press("ArrowLeft")

    shown = card(app, full_day(days[1]["day"]))
    await expect(shown).to_be_visible()
    assert await said(shown.locator(".headline")) == sats(days[1]["net"])
    text = f"{long_day(days[1]['day'])}: {sats(days[1]['net'])}"
    await expect(chart).to_have_attribute("aria-valuetext", text)
    pressed = app.locator(".day[aria-pressed=true]")
    await expect(pressed).to_contain_text(long_day(days[1]["day"]))
    await owned.page.keyboard.press("Escape")
    await expect(shown).to_have_count(0)


@pytest.mark.parametrize("one", [False, True], ids=["all miners", "one miner"])
async def test_why_a_day_differs_is_said_cause_by_cause(
    owned: Phone, owner: Owner, *, one: bool
) -> None:
    miner = (await owner.told("/api/miners", sort="net"))["array"][0]
    only = {"miner": str(miner["id"])} if one else {}
    days = (await owner.told("/api/earnings", days="30", **only))["days"]
    asked = {"before": days[3]["day"], "after": days[2]["day"]}
    told = await owner.told("/api/earnings/change", **asked, **only)
    app = await opened(owned)
    if one:
        await app.get_by_label("Earnings of").select_option(miner["name"])
        await owned.settled()
    await app.get_by_role("button", name=long_day(days[2]["day"])).click()

    await app.get_by_role("button", name="Why did it change?").click()

    found = app.locator(".causes li")
    await expect(found).to_have_count(len(told["causes"]))
    heading = app.get_by_role("heading", level=3)
    assert (await said(heading)).startswith(f"{more_or_less(told['difference'])} against")
    for row, cause in zip(await found.all(), told["causes"], strict=True):
        assert (await said(row)).startswith(CAUSES[cause["cause"]])
        figures = row.locator(".cause-figures")
        assert await said(figures) == f"{more_or_less(cause['amount'])} {cause['certainty']}"


async def test_what_is_read_of_a_week_is_not_read_of_another_miners(
    owned: Phone, owner: Owner
) -> None:
    miner = (await owner.told("/api/miners", sort="name"))["array"][2]
    app = await opened(owned)
    await app.get_by_role("radio", name="90 days").check()
    await owned.settled()

    async def choose(name: str) -> None:
        await app.get_by_label("Earnings of").select_option(name)
        await owned.settled()

    await choose(miner["name"])
    await choose("All miners")
    await app.get_by_role("slider", name="Net income by day").press("End")
    await expect(app.locator(".reading")).to_contain_text(" \u2013 ")
    await choose(miner["name"])

    await expect(app.locator(".reading")).to_have_text("Touch a bar to see its day")


async def test_one_miners_days_are_its_own(owned: Phone, owner: Owner) -> None:
    miner = (await owner.told("/api/miners", sort="name"))["array"][2]
    told = await owner.told("/api/earnings", days="30", miner=str(miner["id"]))
    app = await opened(owned)

    await app.get_by_label("Earnings of").select_option(miner["name"])
    await owned.settled()

    sums = card(app, "Net income")
    assert await split(sums) == [sats(told["sums"][part]["btc"]) for part in PARTS]


async def test_telegram_saves_the_file_once_the_owner_agrees(owned: Phone, owner: Owner) -> None:
    told = await owner.told("/api/earnings", days="30")
    app = await opened(owned, version="8.0")

    await app.get_by_role("button", name="CSV").click()
    await expect(owned.popup).to_contain_text(".csv")
    await owned.photograph("earnings-download", whole=False)
    async with owned.page.expect_download() as downloading:
        await owned.answer_popup("Download")

    await expect_file(await downloading.value, told)


async def test_an_older_client_saves_the_file_as_browsers_do(owned: Phone, owner: Owner) -> None:
    miner = (await owner.told("/api/miners"))["array"][0]
    told = await owner.told("/api/earnings", days="7", miner=str(miner["id"]))
    app = await opened(owned, version="6.0")
    await app.get_by_role("radio", name="7 days").check()
    await app.get_by_label("Earnings of").select_option(miner["name"])
    await owned.settled()

    async with owned.page.expect_download() as downloading:
        await app.get_by_role("button", name="CSV").click()

    rows = await expect_file(await downloading.value, told)
    assert {row["miner"] for row in rows} == {miner["name"]}
    await expect(owned.popup).to_have_count(0)


async def expect_file(download: Download, told: dict[str, Any]) -> list[dict[str, str]]:
    """Expect the days that the server told, to the last digit it keeps of them."""
    rows = await saved(download)
    assert download.suggested_filename.endswith(".csv")
    assert {row["day"] for row in rows} == {day["day"] for day in told["days"]}
    for day in told["days"]:
        assert abs(net_of(rows, day["day"]) - Decimal(day["net"])) < Decimal("1E-10")
    return rows
