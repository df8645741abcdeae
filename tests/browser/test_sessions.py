"""Sessions that end: renewed unseen where that is possible, and said where it is not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from playwright.async_api import Frame, Request, Route, expect

from tests.browser.conftest import Phone
from tests.browser.owner import Owner

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SESSION, CHECK = "**/api/session", "**/api/wallet/check-btc"
ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


def answering(status: int, **problem: object) -> Callable[[Route], Any]:
    """Return a route's answer in place of the server's."""

    async def answer(route: Route) -> None:
        body = json.dumps(problem)
        await route.fulfill(status=status, content_type="application/problem+json", body=body)

    return answer


@contextmanager
def broken_store(phone: Phone) -> Iterator[None]:
    """Have the store find none of its accounts while the block lasts."""
    file = phone.stage.settings.database_url.get_secret_value().removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as store:
        store.execute("ALTER TABLE accounts RENAME TO hidden")
        yield
        store.execute("ALTER TABLE hidden RENAME TO accounts")


async def typed(phone: Phone) -> Frame:
    """Open the Mini App and type an address."""
    app = await phone.open(start="wallet")
    await app.get_by_label("Bitcoin address").fill(ADDRESS)
    return app


async def test_a_session_that_ends_is_renewed_unseen(owned: Phone) -> None:
    app = await typed(owned)
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.removeprefix(owned.stage.url))

    owned.page.on("request", note)
    await owned.context.route(CHECK, answering(401, code="session_invalid"), times=1)
    await owned.press_main()

    await expect(owned.popup).to_contain_text(ADDRESS)
    owned.page.remove_listener("request", note)
    assert asked == ["/api/wallet/check-btc", "/api/session", "/api/wallet/check-btc"]
    await owned.answer_popup("Cancel")
    await expect(app.get_by_label("Bitcoin address")).to_have_value(ADDRESS)


async def test_init_data_too_old_to_renew_with_asks_to_open_the_app_anew(owned: Phone) -> None:
    app = await typed(owned)
    async with (
        owned.answered(CHECK, answering(401, code="session_invalid")),
        owned.answered(SESSION, answering(401, code="init_data_expired")),
    ):
        await owned.press_main()
        await expect(app.get_by_role("alert")).to_contain_text("Your session is over")
    await expect(owned.page.locator(".actions .main")).to_be_hidden()
    await owned.look_over("state-session-over", whole=False)

    await app.get_by_role("button", name="Close the app").click()

    await expect(owned.page.locator("iframe")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        pytest.param(500, "internal", "Something went wrong on our side", id="a bug of ours"),
        pytest.param(502, "", "Something went wrong on our side", id="a proxy's page"),
        pytest.param(429, "rate_limited", "That was a lot of requests", id="too many"),
    ],
)
async def test_a_session_that_cannot_be_opened_can_be_asked_for_again(
    owned: Phone, status: int, code: str, sentence: str
) -> None:
    async with owned.answered(SESSION, answering(status, **({"code": code} if code else {}))):
        app = await owned.open()
        await expect(app.get_by_role("alert")).to_contain_text(sentence)
    if status == 500:
        await owned.look_over("state-stopped", whole=False)

    await app.get_by_role("button", name="Try again").click()

    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()


async def test_while_the_store_is_down_nobody_is_signed_out_by_it(owned: Phone) -> None:
    with broken_store(owned):
        app = await owned.open()
        await expect(app.get_by_role("alert")).to_contain_text("having a short break")
        await app.get_by_role("button", name="Try again").click()
        await expect(app.get_by_role("alert")).to_contain_text("having a short break")

    await app.get_by_role("button", name="Try again").click()

    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()


async def test_without_a_connection_the_app_opens_as_soon_as_there_is_one(owned: Phone) -> None:
    async with owned.answered(SESSION, lambda route: route.abort()):
        app = await owned.open()
        await expect(app.get_by_role("alert")).to_contain_text("No connection")

    await app.get_by_role("button", name="Try again").click()

    await expect(app.get_by_role("heading", name="Mining power")).to_be_visible()


async def test_when_the_partner_ends_the_session_the_wallet_is_asked_for_again(
    owned: Phone, owner: Owner
) -> None:
    await owner.sign_in()
    app = await owned.open(start="settings")
    await expect(app.get_by_role("heading", name="Settings")).to_be_visible()
    await owned.play(fail={"c2s/auth/refresh": 401, "c2s/wallet/find-by-user": 401})
    await owned.press_back()

    await app.get_by_role("button", name="Payouts").click()

    await expect(app.get_by_role("alert")).to_contain_text("GoMining has ended your session")
    await owned.look_over("state-session-ended", whole=False)
    await owned.play()
    await owned.press_main()
    await expect(app.get_by_role("heading", name="Bound addresses")).to_be_visible()
    await expect(app.get_by_role("alert")).to_have_count(0)


async def test_a_plain_browser_is_told_how_to_get_in(owned: Phone) -> None:
    await owned.page.evaluate("sessionStorage.clear()")  # the tab was Telegram's a moment ago
    page = await owned.open_outside()

    await expect(page.get_by_role("heading", name="Open me in Telegram")).to_be_visible()
    await owned.look_over("state-outside")
