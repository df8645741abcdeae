"""Telegram's client on a phone: opens the Mini App in its frame, and does what a user's hand does.

Knows nothing of the Mini App's own page; `conftest` adds what its tests need besides.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Frame,
    Locator,
    Page,
    Route,
)

from sandbox.stage import Stage

SMALL, USUAL = (360, 740), (390, 844)
SIZES = (SMALL, USUAL)
"""CSS pixels of the screens that everything has to fit."""
THEMES = ("light", "dark")

SCREENS = Path(__file__).parents[2] / "build" / "screens"
PATIENCE_MS = 15_000
MOST_SHOWN = 6_000
"""CSS pixels: how tall a picture of a whole page may become."""
LAID_OUT = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
WORN = """window.telegramClient?.theme
  ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')"""
EXPECTED = (
    "Failed to load resource",  # a refused request is what some tests are about
    "Executing inline event handler",  # TonConnect's empty one for old Safari; the policy stops it
)


class TelegramPhone:
    """A phone's Telegram, and what the Mini App in it did that it should not have."""

    def __init__(self, context: BrowserContext, page: Page, stage: Stage) -> None:
        self.context = context
        self.page = page
        self.stage = stage
        self.strayed: list[str] = []
        self.complaints: list[str] = []
        self.misfits: list[str] = []
        """Posted in vain: what was too new for the client, unknown to it, or refused by it."""

    @classmethod
    async def at(
        cls,
        stage: Stage,
        browser: Browser,
        size: tuple[int, int] = USUAL,
        **changed: Any,  # noqa: ANN401  # as new_context takes them
    ) -> Self:
        """Return a phone in front of the stage; *changed* are a browser context's options."""
        width, height = size
        defaults: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "is_mobile": True,
            "has_touch": True,
            "locale": "en-GB",
            "color_scheme": "light",
            "reduced_motion": "reduce",
        }
        context = await browser.new_context(**(defaults | changed))
        context.set_default_timeout(PATIENCE_MS)
        phone = cls(context, await context.new_page(), stage)
        await phone.watch()
        return phone

    @property
    def app(self) -> Frame:
        """The Mini App's frame; another one after it was closed and opened again."""
        assert self.shown != self.page.main_frame, "no Mini App is open"
        return self.shown

    async def open(self, **options: str) -> Frame:
        """Open the Mini App from Telegram.

        *options* are those of the client's page: `version`, `platform`, `language`, `theme`,
        `start`, `fullscreen`, `home`, `wallet`, `clipboard`.
        """
        await self.collect()
        query = urlencode({"app": "open"} | options)
        await self.page.goto(f"{self.stage.telegram_url}?{query}")
        await self.page.evaluate("telegramClient.opened")
        return self.app

    async def open_outside(self, path: str = "/") -> Page:
        """Open the Mini App's address in a plain browser."""
        await self.collect()
        await self.page.goto(self.stage.url + path)
        return self.page

    async def set(self, **options: str) -> None:
        """Change options of the client; a theme reaches the Mini App as it runs."""
        await self.page.evaluate("some => telegramClient.set(some)", options)

    async def set_theme(self, theme: str) -> None:
        """Have Telegram wear another theme: `light`, `dark` or `system`."""
        await self.set(theme=theme)

    async def reload(self) -> Frame:
        """Reload the Mini App, as Telegram's menu does; returns once it is there again."""
        await self.page.locator(".more").click()
        loaded = self.page.expect_event(
            "framenavigated", lambda frame: frame == self.app and frame.url != "about:blank"
        )
        async with loaded:
            await self.page.locator(".menu .reload").click()
        await self.app.wait_for_load_state()
        return self.app

    async def press_main(self) -> None:
        """Press the button under the Mini App."""
        await self.page.locator(".actions .main").click()

    async def press_secondary(self) -> None:
        """Press the other button under the Mini App."""
        await self.page.locator(".actions .secondary").click()

    async def press_back(self) -> None:
        """Press the header's Back; fails where the header says Close."""
        await self.page.locator(".sheet .leave.back").click()

    async def press_settings(self) -> None:
        """Press Settings in the header's menu."""
        await self.page.locator(".more").click()
        await self.page.locator(".menu .settings").click()

    async def press_close(self) -> None:
        """Press Close in the header's menu."""
        await self.page.locator(".more").click()
        await self.page.locator(".menu .shut").click()

    @property
    def popup(self) -> Locator:
        """The client's dialog."""
        return self.page.get_by_role("alertdialog")

    async def answer_popup(self, label: str) -> None:
        """Press the button of this name in the client's dialog."""
        await self.popup.get_by_role("button", name=label, exact=True).click()

    async def answer_qr(self, text: str) -> None:
        """Hold a code with this text before the scanner."""
        await self.page.locator(".scanner input").fill(text)
        await self.page.locator(".scanner .answer").click()

    async def background(self) -> None:
        """Put the Mini App into the background."""
        await self.page.evaluate("telegramClient.putAway(true)")

    async def foreground(self) -> None:
        """Bring the Mini App back."""
        await self.page.evaluate("telegramClient.putAway(false)")

    async def state(self) -> dict[str, Any]:
        """Return what the client shows and was asked to do; empty with no Mini App open."""
        state: dict[str, Any] = await self.page.evaluate("telegramClient.state ?? {}")
        return state

    async def events(self, name: str) -> list[Any]:
        """Return the data of each event of this name that the Mini App posted and that counted."""
        said: list[Any] = await self.page.evaluate(
            "name => telegramClient.events"
            ".filter(({eventType, verdict}) => eventType === name && verdict === 'heard')"
            ".map(({eventData}) => eventData)",
            name,
        )
        return said

    async def collect(self) -> None:
        """Keep what the client on the page noted, before the page is left."""
        self.misfits += await self.page.evaluate(
            "(window.telegramClient?.events ?? []).filter(({verdict}) => verdict !== 'heard')"
            ".map(({eventType, verdict, why}) => [eventType, verdict, why].join(' ').trim())"
        )

    @property
    def shown(self) -> Frame:
        """The Mini App's frame, or the page itself where none is open."""
        main = self.page.main_frame
        return (main.child_frames or [main])[0]

    @property
    def size(self) -> tuple[int, int]:
        """The screen's width and height, in CSS pixels."""
        size = self.page.viewport_size
        assert size is not None
        return size["width"], size["height"]

    async def resize(self, width: int, height: int) -> None:
        """Become another phone; returns once the page is laid out for it."""
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.shown.evaluate(LAID_OUT)

    async def stretch(self) -> None:
        """Become as tall as the page needs: nothing is beyond the edge or under the tabs then."""
        width, height = self.size
        more = await self.shown.evaluate("document.documentElement.scrollHeight - innerHeight")
        if more > 0:
            await self.resize(width, min(height + more, MOST_SHOWN))

    async def theme(self) -> str:
        """Return the theme that is worn: `light` or `dark`."""
        theme: str = await self.page.evaluate(WORN)
        return theme

    async def photograph(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture in `build/screens`; its name ends in the theme and the width.

        The phone is stretched for it; or, not *whole*, left as it is.
        """
        size = self.size
        if whole:
            await self.stretch()
        await self.page.screenshot(path=SCREENS / f"{name}-{await self.theme()}-{size[0]}.png")
        if whole:
            await self.resize(*size)

    async def watch(self) -> None:
        """Stop what leaves loopback, and note what the page complains of."""

        async def stay(route: Route) -> None:
            if urlsplit(route.request.url).hostname == "127.0.0.1":
                await route.continue_()
            else:
                self.strayed.append(route.request.url)
                await route.abort()

        def note(message: ConsoleMessage) -> None:
            if message.type == "error" and not any(said in message.text for said in EXPECTED):
                self.complaints.append(f"{message.text} {message.location}")

        await self.context.route("**/*", stay)
        self.page.on("console", note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
