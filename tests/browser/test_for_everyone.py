"""The page for every hand, eye and language: seven tongues, narrow phones, thumbs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Frame, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone
from tests.browser.owner import Owner, long_day
from tests.browser.sight import misplaced
from tests.browser.telegram import SMALL
from tests.browser.ways import WAYS, visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=4)
NARROWEST = (320, 568)
"""A screen of 1280 pixels magnified four times, as WCAG's reflow has it."""
SEGWIT = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
LANGUAGES = ["ru", "es", "de", "tr", "pt-BR", "zh-CN"]
TEXTS = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        if (!parentElement.closest('script, style, noscript')) found.push(data.trim());
    }
    return found;
}"""
SENTENCE = re.compile(r"[A-Za-z]{2,}( [A-Za-z]{2,}){2}")
"""Three words are no name, and no two languages have them in common."""


async def words(app: Frame) -> set[str]:
    """Return the sentences on the screen."""
    texts: list[str] = await app.evaluate(TEXTS)
    return {text for text in texts if SENTENCE.search(text)}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def english(kept: Phone) -> dict[str, set[str]]:
    """What each screen says in English."""
    said = {}
    app = await kept.open()
    for name in WAYS:
        await visit(kept, name)
        said[name] = await words(app)
    return said


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_speaks_the_users_language_and_has_room_for_it(
    owned: Phone, english: dict[str, set[str]], language: str
) -> None:
    await owned.resize(*SMALL)
    app = await owned.open(language=language)

    for name in WAYS:
        await visit(owned, name)
        await expect(app.locator("html")).to_have_attribute("lang", language)
        assert await words(app) & english[name] == set(), name
        assert await misplaced(app) == [], name
        if name == "home":
            await owned.photograph(f"state-home-{language}")


async def test_a_narrow_phone_scrolls_one_way_only(owned: Phone) -> None:
    await owned.resize(*NARROWEST)
    app = await owned.open(language="de")

    for name in WAYS:
        await visit(owned, name)
        assert await misplaced(app) == [], name
        await owned.photograph(f"state-narrow-{name}")


@pytest.mark.parametrize("start", ["settings", "wallet"])
async def test_a_moments_date_is_the_one_where_the_user_is(
    owned: Phone, owner: Owner, start: str
) -> None:
    if start == "settings":
        told = (await owner.told("/api/me"))["wallet"]["linkedAt"]
    else:
        assert (await owner.post("/api/wallet/create-btc", {"address": SEGWIT})).status == 200
        told = (await owner.told("/api/wallet"))["array"][0]["createdAt"]
    moment = datetime.fromisoformat(told)
    ahead = moment.hour >= 12
    there = moment + timedelta(hours=12 if ahead else -12)
    assert there.date() != moment.date()
    cdp = await owned.context.new_cdp_session(owned.page)
    zone = {"timezoneId": "Etc/GMT-12" if ahead else "Etc/GMT+12"}  # POSIX has them reversed
    await cdp.send("Emulation.setTimezoneOverride", zone)

    app = await owned.open(start=start)

    await expect(app.get_by_text(long_day(there.date().isoformat())).first).to_be_visible()
    await expect(app.get_by_text(long_day(moment.date().isoformat()))).to_have_count(0)
    await cdp.send("Emulation.setTimezoneOverride", {"timezoneId": ""})
    await cdp.detach()
