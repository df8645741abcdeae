"""The chat with the bot: what Telegram's client shows of it, and the owner's whole journey."""

from __future__ import annotations

import asyncio
import json
import re
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import ClientSession, FormData
from playwright.async_api import Browser, Locator, Route, expect

from sandbox import demo_user
from sandbox.partner import PartnerOptions
from sandbox.stage import Stage, running_stage
from sandbox.telegram.chat import CHAT
from tests.browser.conftest import Phone, phone_at

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ADA = demo_user.USER["id"]
SMUGGLED = "<img src=x onerror=alert(1)>"
BTC = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


def png(width: int, height: int) -> bytes:
    """Return a black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" * (width + 1) for _ in range(height)))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


class Chatting(Phone):
    """A phone with the chat open."""

    async def open_chat(self, **options: str) -> None:
        """Open the chat."""
        query = "&".join(f"{name}={value}" for name, value in options.items())
        await self.page.goto(f"{self.stage.telegram_url}?{query}")

    @property
    def last(self) -> Locator:
        """The newest message."""
        return self.page.locator(".message").last

    def button(self, name: str) -> Locator:
        """The newest button of this name under a message."""
        return self.page.locator(".inline").filter(has_text=name).last

    async def say(self, text: str) -> None:
        """Write to the bot."""
        await self.page.get_by_role("textbox", name="Message").fill(text)
        await self.page.get_by_role("button", name="Send").click()

    async def told(self, text: str) -> Locator:
        """Wait for the bot to say this."""
        said = self.page.locator(".message:not(.mine)").filter(has_text=text).last
        await expect(said).to_be_visible()
        return said


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def quiet() -> AsyncIterator[Stage]:
    """A stage whose bot is the test."""
    async with running_stage(options=PartnerOptions(miners=0)) as stage:
        yield stage


async def called(stage: Stage, method: str, **given: Any) -> Any:  # noqa: ANN401  # JSON
    """Have the bot call a method of the Bot API; bytes are uploaded."""
    form = FormData()
    for name, value in given.items():
        if isinstance(value, tuple):
            form.add_field(name, value[1], filename=value[0])
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    token = stage.settings.bot_token.get_secret_value()
    url = f"{stage.settings.telegram_api_url}/bot{token}/{method}"
    async with ClientSession() as http, http.post(url, data=form) as answer:
        told = await answer.json()
        assert told["ok"], told
        return told["result"]


@pytest_asyncio.fixture(loop_scope="session")
async def chatting(quiet: Stage, chromium: Browser) -> AsyncIterator[Chatting]:
    async with phone_at(quiet, chromium) as phone:
        chatting = Chatting(phone.context, phone.page, quiet)
        await chatting.open_chat()
        if await phone.page.get_by_role("button", name="Start").is_visible():
            await phone.page.get_by_role("button", name="Start").click()
        await chatting.say("Hello")
        await expect(chatting.last).to_contain_text("Hello")
        yield chatting


def late(told: asyncio.Event) -> Callable[[Route], Awaitable[None]]:
    """Return what holds requests back until they may be *told*."""

    async def hold(route: Route) -> None:
        await told.wait()
        await route.continue_()

    return hold


async def test_what_the_bot_formats_is_seen_and_what_it_quotes_is_no_markup(
    chatting: Chatting,
) -> None:
    quoted = SMUGGLED.replace("<", "&lt;").replace(">", "&gt;")
    html = f"🪙 <b>16 <i>TH</i></b> {quoted} <code>x</code>"
    await called(chatting.stage, "sendMessage", chat_id=ADA, text=html, parse_mode="HTML")

    said = await chatting.told(SMUGGLED)

    await expect(said.locator("b")).to_have_text("16 TH")
    await expect(said.locator("b i")).to_have_text("TH")
    await expect(said.locator("img")).to_have_count(0)


async def test_a_picture_is_shown_and_changed_in_its_place(chatting: Chatting) -> None:
    stage = chatting.stage
    photo = ("chart.png", png(40, 20))
    sent = await called(stage, "sendPhoto", chat_id=ADA, photo=photo, caption="7 days")
    seen = (await chatting.told("7 days")).locator("img")
    await expect(seen).to_have_js_property("naturalWidth", 40)

    await called(
        stage,
        "editMessageMedia",
        chat_id=ADA,
        message_id=sent["message_id"],
        media={"type": "photo", "media": "attach://wider", "caption": "30 days"},
        wider=("chart.png", png(60, 20)),
    )

    seen = (await chatting.told("30 days")).locator("img")
    await expect(seen).to_have_js_property("naturalWidth", 60)
    await expect(chatting.page.get_by_text("7 days", exact=True)).to_have_count(0)


async def test_a_document_is_downloaded_by_its_name(chatting: Chatting) -> None:
    csv = ("income.csv", b"day;net\n")
    await called(chatting.stage, "sendDocument", chat_id=ADA, document=csv)

    async with chatting.page.expect_download() as downloading:
        await chatting.page.get_by_role("link", name="income.csv").click()

    download = await downloading.value
    assert download.suggested_filename == "income.csv"
    assert (await download.path()).read_bytes() == b"day;net\n"


@pytest.mark.parametrize("alert", [False, True], ids=["toast", "alert"])
async def test_a_press_is_answered_as_the_bot_likes(chatting: Chatting, *, alert: bool) -> None:
    stage = chatting.stage
    keyboard = {"inline_keyboard": [[{"text": f"Press {alert}", "callback_data": "it"}]]}
    await called(stage, "sendMessage", chat_id=ADA, text="?", reply_markup=keyboard)
    await chatting.button(f"Press {alert}").click()
    await expect(chatting.page.locator(".inline.busy")).to_have_count(1)
    updates = await called(stage, "getUpdates", timeout=10, offset=-1)

    query = updates[-1]["callback_query"]
    await called(
        stage, "answerCallbackQuery", callback_query_id=query["id"], text="Done", show_alert=alert
    )

    if alert:
        await expect(chatting.popup).to_contain_text("Done")
        await chatting.answer_popup("OK")
    else:
        await expect(chatting.page.get_by_role("status")).to_have_text("Done")
    await expect(chatting.page.locator(".inline.busy")).to_have_count(0)


async def test_the_bots_typing_is_seen_until_it_speaks(chatting: Chatting) -> None:
    await called(chatting.stage, "sendChatAction", chat_id=ADA, action="typing")
    await expect(chatting.page.locator(".typing")).to_have_text("typing…")

    await called(chatting.stage, "sendMessage", chat_id=ADA, text="Here")

    await expect(chatting.page.locator(".typing")).to_have_count(0)


async def test_commands_are_offered_in_the_users_language(chatting: Chatting) -> None:
    for language, description in {"": "Begin", "de": "Anfangen"}.items():
        commands = [{"command": "start", "description": description}]
        await called(chatting.stage, "setMyCommands", commands=commands, language_code=language)

    await chatting.say("What can you do?")  # the page hears of the commands with the message
    await expect(chatting.last).to_contain_text("What")

    told = asyncio.Event()
    await chatting.context.route(lambda url: urlsplit(url).path == CHAT, late(told))
    await chatting.set(language="de")
    await chatting.page.get_by_role("button", name="Befehle").click()
    await expect(chatting.page.get_by_role("button", name="/start Begin")).to_be_visible()
    told.set()
    await chatting.page.get_by_role("button", name="/start Anfangen").click()

    await expect(chatting.last).to_contain_text("/start")
    await expect(chatting.page.locator(".offered")).to_be_hidden()


async def test_a_button_opens_the_mini_app_at_its_own_address(chatting: Chatting) -> None:
    url = f"{chatting.stage.url}/?tgWebAppStartParam=miner-7"
    keyboard = {"inline_keyboard": [[{"text": "Open it", "web_app": {"url": url}}]]}
    await called(chatting.stage, "sendMessage", chat_id=ADA, text="App", reply_markup=keyboard)

    await chatting.button("Open it").click()
    await chatting.page.locator(".sheet.ready").wait_for()

    assert chatting.app.url.startswith(url)
    assert "allows_write_to_pm" in chatting.app.url, "whoever wrote to the bot may be written to"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("startapp=miner-7", "app", id="to the Mini App"),
        pytest.param("start=friend", "/start friend", id="to the bot"),
    ],
)
async def test_deep_links_lead_to_where_they_say(
    chatting: Chatting, query: str, found: str
) -> None:
    link = f'<a href="https://t.me/miners_demo_bot?{query}">{query}</a>'
    await called(chatting.stage, "sendMessage", chat_id=ADA, text=link, parse_mode="HTML")

    await chatting.page.get_by_role("link", name=query).last.click()

    if found == "app":
        await chatting.page.locator(".sheet.ready").wait_for()
        assert "start_param%3Dminer-7" in chatting.app.url
    else:
        await expect(chatting.last).to_contain_text(found)


@pytest.mark.timeout(400)
async def test_the_journey(chromium: Browser) -> None:
    """From the first word over wallet, miners and payout address to the next morning's reward."""
    async with (
        running_stage(bot=True, options=PartnerOptions(miners=3)) as stage,
        phone_at(stage, chromium, pixels=2) as phone,
    ):
        chat = Chatting(phone.context, phone.page, stage)
        await chat.open_chat()
        await chat.page.get_by_role("button", name="Start").click()
        await chat.told("Hello, Ada!")
        await chat.photograph("chat-start", whole=False)

        await chat.button("Connect a wallet").click()
        await chat.button("Demo wallet app").click()
        async with chat.page.expect_popup() as opening:
            await chat.button("Open the wallet").click()
        wallet = await opening.value
        await chat.photograph("chat-connect", whole=False)
        await wallet.get_by_role("button", name="Approve", exact=True).click()
        await chat.told("Connected")
        await wallet.close()

        await chat.say("/miners")
        await chat.told("TH")
        await chat.photograph("chat-miners", whole=False)
        for _ in range(6):  # on a slow machine the first answers are without a picture
            await chat.say("/earnings")
            await expect(chat.last).to_contain_text("Electricity")
            if await chat.last.locator("img").count():
                break
        await expect(chat.last.locator("img")).to_be_visible()
        await chat.photograph("chat-earnings", whole=False)

        await chat.page.get_by_role("button", name="GoMining", exact=True).click()
        await chat.page.locator(".sheet.ready").wait_for()
        await chat.app.get_by_role("heading", name="Mining power").wait_for()
        await chat.app.get_by_role("navigation").get_by_text("More").click()
        await chat.app.get_by_text("Payouts").first.click()
        await chat.app.get_by_label("Bitcoin address").fill(BTC)
        await chat.press_main()
        await chat.answer_popup("Bind")
        await expect(chat.app.get_by_role("list").filter(has_text=BTC[-4:])).to_be_visible()
        await chat.press_close()
        await chat.say("/wallet")
        await chat.told(BTC[-4:])

        await chat.say("/notify")
        await chat.button("Turn on").click()
        await chat.told("On: one message a day")
        day = stage.clock.move_to_morning().date() - timedelta(days=1)
        reward = re.compile(rf"Income of.*{day:%b}\w* {day.day}\b")
        rewards = chat.page.locator(".message:not(.mine)").filter(has_text=reward)
        await expect(rewards).to_have_count(1, timeout=120_000)
        await chat.photograph("chat-reward", whole=False)

        await chat.page.get_by_role("textbox", name="Message").fill(
            "@miners_demo_bot forecast 16 15"
        )
        await chat.page.locator(".offered button").first.click()
        await expect(chat.page.locator(".message.mine").last).to_contain_text("via @")
