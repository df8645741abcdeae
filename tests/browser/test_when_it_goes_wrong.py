"""What the page shows when the partner, the store or the line fails: a sentence and a way on."""

from __future__ import annotations

import asyncio
import json
import operator
from collections.abc import AsyncIterator, Callable
from functools import reduce
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Frame, Locator, Route, expect

from tests.browser.conftest import Phone
from tests.browser.owner import Owner
from tests.browser.ways import visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HOME = "**/api/home*"
DOWN = "GoMining is not answering right now"
STALE = "GoMining is not answering. These figures are"
ABSENT = "Not available right now."


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the server take what the partner said for old at once, and ask again soon."""
    for kept in ("core.books.volume", "core.market.latest"):
        monkeypatch.setattr(f"{kept}.FRESH", 0.0)
        monkeypatch.setattr(f"{kept}.PAUSE", 0.05)


@pytest_asyncio.fixture(loop_scope="session")
async def forgetful(
    owned: Phone,
    owner: Owner,
    impatient: None,  # noqa: ARG001  # asked for so that it comes first
    monkeypatch: pytest.MonkeyPatch,
) -> Phone:
    """A phone whose server has kept nothing of what the partner said."""
    monkeypatch.setattr("core.market.latest.STALE", 0.0)
    assert (await owner.sign_in()).status == 200
    return owned


@pytest_asyncio.fixture(loop_scope="session")
async def home(owned: Phone) -> AsyncIterator[Frame]:
    """The home screen with its figures on it."""
    app = await owned.open()
    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()
    yield app


def problem(status: int, code: str, **headers: str) -> Callable[[Route], Any]:
    """Return a route's answer in place of the server's."""

    async def answer(route: Route) -> None:
        headers["Content-Type"] = "application/problem+json"
        await route.fulfill(status=status, headers=headers, body=json.dumps({"code": code}))

    return answer


async def come_back(phone: Phone, minutes: int) -> None:
    """Look at the Mini App again after a while."""
    await phone.background()
    await phone.app.evaluate(
        "ms => { const now = Date.now; Date.now = () => now() + ms }", minutes * 60_000
    )
    await phone.foreground()


def headline(app: Frame) -> Locator:
    return app.locator(".headline")


def stale(app: Frame) -> Locator:
    return app.locator(".stale")


async def test_without_a_connection_the_figures_stay_and_say_how_old_they_are(
    owned: Phone, home: Frame
) -> None:
    figure = await headline(home).inner_text()
    await owned.context.set_offline(offline=True)
    await come_back(owned, minutes=12)

    await expect(stale(home)).to_contain_text("We could not renew these figures")
    await expect(stale(home)).to_contain_text("12 minutes old")
    assert await headline(home).inner_text() == figure
    await owned.look_over("state-offline")

    await home.get_by_role("button", name="Try again").click()
    await expect(stale(home)).to_contain_text("12 minutes old")

    await owned.context.set_offline(offline=False)
    await expect(stale(home)).to_have_count(0)


async def test_without_a_connection_a_screen_not_seen_yet_can_be_asked_for_again(
    owned: Phone, home: Frame
) -> None:
    async with owned.answered("**/api/earnings*", lambda route: route.abort()):
        await home.get_by_role("button", name="Earnings").click()
        await expect(home.get_by_role("alert")).to_contain_text("No connection")

    await home.get_by_role("button", name="Try again").click()

    await expect(home.get_by_role("heading", name="Earnings", level=1)).to_be_visible()
    await owned.settled()
    await expect(home.get_by_role("alert")).to_have_count(0)


@pytest.mark.usefixtures("impatient")
async def test_while_the_partner_is_down_old_figures_stand_with_their_age(owned: Phone) -> None:
    app = await owned.open()
    for screen in ("earnings", "miners", "forecast", "home"):
        await visit(owned, screen)
    figure = await headline(app).inner_text()
    await owned.play(fail={"*": 500})
    await come_back(owned, minutes=2)

    await expect(stale(app)).to_contain_text(f"{STALE} less than a minute old.")
    assert await headline(app).inner_text() == figure
    await expect(app.get_by_role("alert")).to_have_count(0)
    await owned.look_over("state-stale")
    for screen in ("earnings", "miners", "forecast", "home"):
        await visit(owned, screen)
        await expect(stale(app)).to_contain_text(f"{STALE} less than a minute old.")
    await visit(owned, "miners")
    await app.locator("button.row").first.click()
    await expect(stale(app)).to_contain_text(f"{STALE} less than a minute old.")
    await expect(stale(app)).to_have_count(1)

    await visit(owned, "home")
    await owned.play()
    await try_again(owned)


async def try_again(phone: Phone) -> None:
    """Ask again until Home has all it is to show: a partner that is down is asked once a second."""
    whole = phone.app.locator("main:not(:has(.stale, .notice)) .headline")
    async with asyncio.timeout(30):
        while not await whole.is_visible():
            again = phone.app.get_by_role("button", name="Try again")
            if await again.is_visible():
                await again.click()
            await phone.page.wait_for_timeout(500)


async def test_the_oldest_figures_tell_their_age(owned: Phone) -> None:
    async def aged(route: Route) -> None:
        response = await route.fetch()
        told = await response.json()
        for part, age in {"totals": 90, "earnings": 7300}.items():
            told["data"][part] |= {"age": age, "fault": "partner_timeout"}
        await route.fulfill(response=response, json=told)

    async with owned.answered(HOME, aged):
        app = await owned.open()
        await expect(stale(app)).to_have_count(1)
        await expect(stale(app)).to_contain_text(f"{STALE} 2 hours old.")


async def test_what_is_missing_does_not_hide_how_old_the_rest_is(owned: Phone) -> None:
    async def halved(route: Route) -> None:
        response = await route.fetch()
        told = await response.json()
        told["data"]["rates"] |= {"value": None, "fault": "partner_timeout"}
        told["data"]["earnings"] |= {"age": 43_200, "fault": "partner_timeout"}
        await route.fulfill(response=response, json=told)

    async with owned.answered(HOME, halved):
        app = await owned.open()
        await expect(app.get_by_role("alert")).to_contain_text(DOWN)
        await expect(stale(app)).to_contain_text(f"{STALE} 12 hours old.")


@pytest.mark.parametrize(
    ("screen", "path", "part"),
    [
        pytest.param("home", HOME, ("rates",), id="what amounts are worth"),
        pytest.param("offers", "**/api/offers", (), id="when offers pay"),
    ],
)
async def test_rates_that_could_not_be_renewed_for_a_while_are_said_to_be_old(
    owned: Phone, screen: str, path: str, part: tuple[str, ...]
) -> None:
    async def aged(route: Route) -> None:
        response = await route.fetch()
        told = await response.json()
        reduce(operator.getitem, part, told["data"])["age"] = 3300
        await route.fulfill(response=response, json=told)

    async with owned.answered(path, aged):
        app = await owned.open(start=screen)
        await expect(stale(app)).to_contain_text(f"{STALE} 55 minutes old.")

    await app.get_by_role("button", name="Try again").click()
    await expect(stale(app)).to_have_count(0)


async def test_code_that_an_engine_does_not_fetch_a_second_time_comes_with_a_new_page(
    owned: Phone,
) -> None:
    async with owned.answered("**/assets/Earnings-*.js", lambda route: route.abort()):
        app = await owned.open()
        await app.get_by_role("button", name="Earnings").click()
        await expect(app.get_by_role("alert")).to_contain_text("No connection")
        async with owned.page.expect_event("framenavigated", lambda frame: frame == owned.app):
            await app.get_by_role("button", name="Try again").click()

    await expect(headline(app)).to_be_visible()
    await app.get_by_role("button", name="Earnings").click()
    await expect(app.get_by_role("heading", name="Earnings", level=1)).to_be_visible()
    await owned.settled()


async def test_without_a_connection_nobody_is_left_with_the_browsers_own_error(
    owned: Phone,
) -> None:
    async with owned.answered("**/assets/Earnings-*.js", lambda route: route.abort()):
        app = await owned.open()
        await expect(headline(app)).to_be_visible()
        await owned.context.set_offline(offline=True)
        await app.get_by_role("button", name="Earnings").click()
        await app.get_by_role("button", name="Try again").click()
        await owned.settled()
        await expect(app.get_by_role("alert")).to_contain_text("No connection")
    await owned.context.set_offline(offline=False)


async def test_with_nothing_kept_a_partner_that_is_down_is_said_once(forgetful: Phone) -> None:
    await forgetful.play(fail={"*": 500})
    app = await forgetful.open()

    await expect(app.get_by_role("alert")).to_have_count(1)
    await expect(app.get_by_role("alert")).to_contain_text(DOWN)
    await expect(app.get_by_role("heading", name="Hi, Ada")).to_be_visible()
    await forgetful.look_over("state-partner-down")
    for screen in ("Earnings", "Miners", "Forecast"):
        await app.get_by_role("button", name=screen).click()
        await expect(app.get_by_role("alert")).to_contain_text(DOWN)
        await expect(app.get_by_role("heading", name=screen, level=1)).to_be_visible()

    await forgetful.play()
    await app.get_by_role("button", name="Home").click()
    await try_again(forgetful)


@pytest.mark.parametrize(
    ("operation", "part", "cards"),
    [
        pytest.param("nft-income/find-total-by-user", "Earned so far", 1, id="totals"),
        pytest.param("nft-income/find-by-user", "Yesterday", 2, id="incomes and their chart"),
        pytest.param("nft/get-my", "Mining power", 1, id="miners"),
    ],
)
async def test_one_part_that_fails_leaves_the_others_alone(
    forgetful: Phone, operation: str, part: str, cards: int
) -> None:
    await forgetful.play(fail={f"c2s/{operation}": 500})
    app = await forgetful.open()

    await expect(app.get_by_role("alert")).to_contain_text(DOWN)
    missing = app.locator(".card").filter(has=app.get_by_role("heading", name=part))
    await expect(missing).to_contain_text(ABSENT)
    await expect(app.get_by_text(ABSENT)).to_have_count(cards)
    await forgetful.look_over(f"state-without-{part.lower().replace(' ', '-')}")

    await forgetful.play()
    await app.get_by_role("button", name="Try again").click()
    await expect(app.get_by_text(ABSENT)).to_have_count(0)
    await expect(app.get_by_role("alert")).to_have_count(0)


async def test_without_rates_amounts_stand_in_bitcoin_alone(forgetful: Phone) -> None:
    await forgetful.play(fail={"c2s/income-statistic/get-income-per-th": 500})
    app = await forgetful.open()

    await expect(app.get_by_role("alert")).to_contain_text(DOWN)
    await expect(headline(app)).to_contain_text("sat")
    await expect(app.get_by_text("$")).to_have_count(0)
    await forgetful.look_over("state-without-rates")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(
            problem(429, "rate_limited", **{"Retry-After": "7"}),
            "Try again in 7 seconds",
            id="rate limited",
        ),
        pytest.param(problem(503, "store_unavailable"), "having a short break", id="the store"),
        pytest.param(problem(404, "not_found"), "This is no longer here", id="nothing there"),
    ],
)
async def test_what_our_own_server_cannot_do_has_its_sentence_and_a_next_step(
    owned: Phone, answer: Callable[[Route], Any], sentence: str
) -> None:
    async with owned.answered(HOME, answer):
        app = await owned.open()
        await expect(app.get_by_role("alert")).to_contain_text(sentence)
    await owned.look_over(f"state-{sentence.lower().replace(' ', '-')}")

    await app.get_by_role("button", name="Try again").click()
    await expect(headline(app)).to_be_visible()


async def test_the_day_before_the_first_income_says_when_it_comes(owned: Phone) -> None:
    async def nothing_yet(route: Route) -> None:
        response = await route.fetch()
        told = await response.json()
        told["data"]["earnings"]["value"] |= {
            "latest": None, "mean": None, "change": None, "days": [],
        }  # fmt: skip  # a row reads better
        await route.fulfill(response=response, json=told)

    async with owned.answered(HOME, nothing_yet):
        app = await owned.open()
        await expect(app.get_by_text("Your first income arrives on the day after")).to_be_visible()
        await expect(app.get_by_text("No income in these days.")).to_be_visible()
        await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()
        await owned.look_over("state-first-day")
