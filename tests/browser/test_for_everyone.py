"""The page for every hand, eye and language: seven tongues, narrow phones, thumbs."""

from __future__ import annotations

import re
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Frame, expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=4)
LEAST_TARGET = 44
"""CSS pixels; what a thumb hits."""
NARROWEST = 320
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
SENTENCE = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")


async def opened(phone: Phone, **options: str) -> Frame:
    """Open the Mini App and wait for everything on the home screen."""
    app = await phone.open(**options)
    await expect(app.locator(".headline")).to_be_visible()
    await phone.settled()
    return app


async def words(app: Frame) -> set[str]:
    """Return the texts of more than one word that are on the screen."""
    texts: list[str] = await app.evaluate(TEXTS)
    return {text for text in texts if SENTENCE.search(text)}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def english(kept: tuple[Phone, Any]) -> set[str]:
    """What the home screen and the tabs say in English."""
    return await words(await opened(kept[0]))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_users_language_is_spoken_and_no_english_is_left(
    owned: Phone, english: set[str], language: str
) -> None:
    app = await opened(owned, language=language)

    await expect(app.locator("html")).to_have_attribute("lang", language)
    assert len(english) >= 5
    assert await words(app) & english == set()
    await owned.photograph(f"state-home-{language}")


@pytest.mark.parametrize("start", ["home", "settings", "wallet", "more"])
async def test_a_narrow_phone_scrolls_one_way_only(owned: Phone, start: str) -> None:
    size = owned.page.viewport_size
    assert size is not None
    await owned.page.set_viewport_size({"width": NARROWEST, "height": 568})
    app = await owned.open(start=start, language="de")
    await expect(app.locator("h1")).to_be_visible()
    await owned.settled()

    assert await app.evaluate("document.documentElement.scrollWidth") == NARROWEST
    await owned.photograph(f"state-narrow-{start}")
    await owned.page.set_viewport_size(size)
