"""The page for every hand, eye and language: seven tongues, narrow phones, thumbs."""

from __future__ import annotations

import re

import pytest
import pytest_asyncio
from playwright.async_api import Frame, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone
from tests.browser.sight import misplaced
from tests.browser.telegram import SMALL
from tests.browser.ways import WAYS, visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=4)
NARROWEST = (320, 568)
"""A screen of 1280 pixels magnified four times, as WCAG's reflow has it."""
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
