"""The stand-in for the Bot API, asked by the client that our bot uses."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from zlib import crc32

import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputMediaPhoto,
    InputTextMessageContent,
    MenuButtonWebApp,
    WebAppInfo,
)
from aiohttp import ClientSession, web

from sandbox.telegram.bot_api import Telegram, running_bot_api
from sandbox.telegram.bot_api.chats import MAX_MESSAGES
from sandbox.telegram.bot_api.pace import Pace
from tests.fakes import BOT_TOKEN

ADA: dict[str, Any] = {"id": 2**32 + 1, "is_bot": False, "first_name": "Ada", "language_code": "de"}
STRANGER = 5
CHAT = ADA["id"]

PIXEL = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 8, 4, 8, 2, 0, 0, 0)
PIXEL += struct.pack(">I", crc32(PIXEL[12:]))
STRIP = PIXEL[:16] + struct.pack(">II", 2100, 100) + PIXEL[24:]


def button(text: str = "Miners", **action: Any) -> InlineKeyboardMarkup:  # noqa: ANN401  # its fields
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=text, **action)]])


def article(number: str, text: str = "16 TH") -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text)
    return InlineQueryResultArticle(id=number, title="Forecast", input_message_content=content)


def picture(content: bytes = PIXEL, name: str = "chart.png") -> BufferedInputFile:
    return BufferedInputFile(content, name)


@pytest_asyncio.fixture
async def telegram() -> Telegram:
    telegram = Telegram(BOT_TOKEN)
    telegram.write(ADA, "/start")
    return telegram


@asynccontextmanager
async def bot_at(url: str, token: str = BOT_TOKEN) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot(token, session, DefaultBotProperties(parse_mode="HTML")) as bot:
        yield bot


@pytest_asyncio.fixture
async def url(telegram: Telegram) -> AsyncIterator[str]:
    async with running_bot_api(telegram) as url:
        yield url


@pytest_asyncio.fixture
async def bot(url: str) -> AsyncIterator[Bot]:
    async with bot_at(url) as bot:
        yield bot


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.me()

    assert (me.is_bot, me.username, me.supports_inline_queries) == (True, "miners_demo_bot", True)


async def test_what_a_user_writes_is_told_once_it_was_asked_for(
    bot: Bot, telegram: Telegram
) -> None:
    [first] = await bot.get_updates()
    assert [first] == await bot.get_updates(), "not confirmed yet"
    waiting = asyncio.ensure_future(bot.get_updates(offset=first.update_id + 1, timeout=20))
    await asyncio.sleep(0)

    telegram.write(ADA, "/miners 3")

    [second] = await waiting
    assert first.message is not None
    assert first.message.text == "/start"
    assert second.message is not None
    assert second.message.from_user is not None
    assert (second.message.text, second.message.chat.id) == ("/miners 3", CHAT)
    assert second.message.from_user.language_code == "de"
    assert second.message.entities is not None
    assert second.message.entities[0].length == len("/miners")


async def test_no_news_is_an_empty_answer_in_time(bot: Bot) -> None:
    [update] = await bot.get_updates()

    assert await bot.get_updates(offset=update.update_id + 1, timeout=0) == []


async def test_only_kinds_that_the_bot_wants_are_kept(bot: Bot, telegram: Telegram) -> None:
    await bot.get_updates(offset=2, allowed_updates=["callback_query"])

    telegram.write(ADA, "Hello?")

    assert await bot.get_updates(offset=2) == []


async def test_a_later_request_for_updates_ends_the_one_before(bot: Bot) -> None:
    first = asyncio.ensure_future(bot.get_updates(offset=2, timeout=20))
    await asyncio.sleep(0.2)
    second = asyncio.ensure_future(bot.get_updates(offset=2, timeout=1))

    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates"):
        await first
    assert await second == []


async def test_html_becomes_text_and_entities_in_telegrams_units(bot: Bot) -> None:
    said = await bot.send_message(
        CHAT,
        " 🪙 <b>16 <i>TH</i></b> &lt;&amp;&gt; <a href='https://gomining.com?a=1&amp;b=2'>it</a> "
        "<code>x</code> <span class='tg-spoiler'>s</span><blockquote expandable>q</blockquote> ",
    )

    assert said.text == "🪙 16 TH <&> it x sq"
    assert said.entities is not None
    assert [(each.type, each.offset, each.length) for each in said.entities] == [
        ("bold", 3, 5),
        ("italic", 6, 2),
        ("text_link", 13, 2),
        ("code", 16, 1),
        ("spoiler", 18, 1),
        ("expandable_blockquote", 19, 1),
    ]
    assert said.entities[2].url == "https://gomining.com?a=1&b=2"
    assert said.html_text.startswith("🪙 <b>16 <i>TH</i></b> &lt;&amp;&gt; <a href=")


async def test_a_message_is_sent_edited_and_deleted(bot: Bot, telegram: Telegram) -> None:
    said = await bot.send_message(CHAT, "One", reply_markup=button(callback_data="miners"))
    same = await bot.edit_message_text("Two", chat_id=CHAT, message_id=said.message_id)
    assert isinstance(same, type(said))
    assert (same.text, same.reply_markup, same.message_id) == ("Two", None, said.message_id)

    await bot.edit_message_reply_markup(
        chat_id=CHAT, message_id=said.message_id, reply_markup=button(url="https://gomining.com")
    )
    assert telegram.chat(CHAT).messages[-1]["reply_markup"] == {
        "inline_keyboard": [[{"text": "Miners", "url": "https://gomining.com"}]]
    }
    await bot.delete_message(CHAT, said.message_id)
    assert [message["text"] for message in telegram.chat(CHAT).messages] == ["/start"]


async def test_a_photo_is_uploaded_changed_and_downloaded(bot: Bot) -> None:
    said = await bot.send_photo(CHAT, picture(), caption="<b>7 days</b>")
    assert said.photo is not None
    assert (said.photo[0].width, said.photo[0].height, said.caption) == (8, 4, "7 days")

    media = InputMediaPhoto(media=picture(PIXEL + b"30"), caption="30 days")
    same = await bot.edit_message_media(
        media, chat_id=CHAT, message_id=said.message_id, reply_markup=button(callback_data="30")
    )
    assert not isinstance(same, bool)
    assert same.photo is not None
    assert same.photo[0].file_id != said.photo[0].file_id
    await bot.edit_message_caption(caption="Month", chat_id=CHAT, message_id=said.message_id)

    downloaded = await bot.download(same.photo[0])
    assert downloaded is not None
    assert downloaded.read() == PIXEL + b"30"
    again = await bot.send_photo(CHAT, said.photo[0].file_id)
    assert again.photo == said.photo


async def test_documents_keep_their_names_and_albums_their_order(bot: Bot) -> None:
    said = await bot.send_document(CHAT, BufferedInputFile(b"day;net\n", "доход.csv"))
    both = await bot.send_media_group(
        CHAT, [InputMediaPhoto(media=picture()), InputMediaDocument(media=picture(b"2", "2.txt"))]
    )

    assert said.document is not None
    assert (said.document.file_name, said.document.file_size) == ("доход.csv", 8)
    assert [bool(message.photo) for message in both] == [True, False]


async def test_a_pressed_button_is_asked_about_and_answered(bot: Bot, telegram: Telegram) -> None:
    said = await bot.send_message(CHAT, "One", reply_markup=button(callback_data="miners"))
    question = telegram.press(ADA, said.message_id, "miners")

    _, update = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "miners"
    assert update.callback_query.message is not None
    assert update.callback_query.message.message_id == said.message_id
    assert await bot.answer_callback_query(update.callback_query.id, "Done", show_alert=True)

    assert await question.answered(0) == {"text": "Done", "alert": True, "url": ""}


async def test_an_inline_query_is_answered_with_results(bot: Bot, telegram: Telegram) -> None:
    question = telegram.look_up(ADA, "forecast 16 15")

    _, update = await bot.get_updates()
    assert update.inline_query is not None
    assert update.inline_query.query == "forecast 16 15"
    await bot.answer_inline_query(update.inline_query.id, [article("1", "<b>16</b> TH")])

    offered = (await question.answered(0))["results"]
    assert offered["1"]["title"] == "Forecast"
    sent = telegram.choose(ADA, update.inline_query.id, "1")
    assert sent.content["text"] == "16 TH"
    assert sent.content["entities"][0]["type"] == "bold"
    assert sent.extra == {"via_bot": telegram.bot}


async def test_what_the_bot_says_of_itself_is_by_language_and_place(
    bot: Bot, telegram: Telegram
) -> None:
    await bot.set_my_commands([BotCommand(command="start", description="Begin")])
    await bot.set_my_commands(
        [BotCommand(command="start", description="Anfangen")],
        BotCommandScopeAllPrivateChats(),
        language_code="de",
    )
    await bot.set_my_description("Your miners")
    await bot.set_my_description("Deine Miner", language_code="de")
    await bot.set_my_short_description("Miners")
    app = MenuButtonWebApp(text="GoMining", web_app=WebAppInfo(url="https://app.example.org"))
    await bot.set_chat_menu_button(menu_button=app)

    about = telegram.about
    told = {lang: about.commands_for(CHAT, lang)[0]["description"] for lang in ("en", "de")}
    assert told == {"en": "Begin", "de": "Anfangen"}
    assert [about.text("description", lang) for lang in ("ru", "de")] == [
        "Your miners",
        "Deine Miner",
    ]
    assert (await bot.get_my_short_description()).short_description == "Miners"
    assert (await bot.get_chat_menu_button(CHAT)).model_dump() == app.model_dump()
    assert [each.description for each in await bot.get_my_commands()] == ["Begin"]


async def test_typing_is_seen_until_something_is_said(bot: Bot, telegram: Telegram) -> None:
    await bot.send_chat_action(CHAT, "typing")
    assert telegram.chat(CHAT).typing_until > 0

    await bot.send_message(CHAT, "Here")

    assert telegram.chat(CHAT).typing_until == 0


async def _block(bot: Bot, telegram: Telegram) -> None:
    telegram.block(ADA)
    await bot.send_message(CHAT, "Hello?")


async def _throttle(bot: Bot, telegram: Telegram) -> None:
    telegram.pace.throttle("sendMessage", seconds=3)
    await bot.send_message(CHAT, "Hello?")


class _OneSecond(Pace):
    """However long it takes, it is all within a second."""

    def check(self, method: str, now: float) -> None:
        assert now > 0
        super().check(method, 0.0)


async def _flood(bot: Bot, telegram: Telegram) -> None:
    telegram.pace = _OneSecond(limited=True)
    for _ in range(31):
        await bot.send_message(CHAT, "Hello?")


async def _edit_gone(bot: Bot, _: Telegram) -> None:
    said = await bot.send_message(CHAT, "One")
    await bot.delete_message(CHAT, said.message_id)
    await bot.edit_message_text("Two", chat_id=CHAT, message_id=said.message_id)


async def _edit_alike(bot: Bot, _: Telegram) -> None:
    said = await bot.send_message(CHAT, "<b>One</b>", reply_markup=button(callback_data="1"))
    await bot.edit_message_text(
        " <b>One</b>", chat_id=CHAT, message_id=said.message_id, reply_markup=said.reply_markup
    )


async def _edit_picture_as_text(bot: Bot, _: Telegram) -> None:
    said = await bot.send_photo(CHAT, picture())
    await bot.edit_message_text("Two", chat_id=CHAT, message_id=said.message_id)


async def _webhook_and_polling(bot: Bot, _: Telegram) -> None:
    await bot.set_webhook("https://app.example.org/telegram")
    await bot.get_updates()


async def _not_the_bot(_: Bot, telegram: Telegram) -> None:
    async with running_bot_api(telegram) as url, bot_at(url, "123456:" + "X" * 35) as other:
        await other.get_me()


def _send(text: str = "Hello", chat: int = CHAT, **rest: Any) -> Callable[..., Awaitable[object]]:  # noqa: ANN401  # sendMessage's fields
    return lambda bot, _: bot.send_message(chat, text, **rest)


def _photo(content: bytes = PIXEL, **rest: Any) -> Callable[..., Awaitable[object]]:  # noqa: ANN401  # sendPhoto's fields
    return lambda bot, _: bot.send_photo(CHAT, picture(content), **rest)


BAD, GONE = TelegramBadRequest, "to edit not found"


@pytest.mark.parametrize(
    ("ask", "error", "said"),
    [
        pytest.param(_send("<b>1"), BAD, 'find end tag corresponding to start tag "b"', id="open"),
        pytest.param(_send("<b>1</i>"), BAD, 'expected "</b>", found "</i>"', id="crossed"),
        pytest.param(_send("🪙<h1>1</h1>"), BAD, 'tag "h1" at byte offset 4', id="no such tag"),
        pytest.param(_send("1 < 2"), BAD, "can't parse entities: Unclosed start tag", id="less"),
        pytest.param(_send("1</b>"), BAD, "Unexpected end tag at byte offset 1", id="end first"),
        pytest.param(_send("<span>1</span>"), BAD, 'Unsupported start tag "span"', id="plain span"),
        pytest.param(_send("*1*", parse_mode="Markdown"), BAD, "parse_mode", id="markdown"),
        pytest.param(_send(" <b> </b> "), BAD, "message text is empty", id="nothing to read"),
        pytest.param(_send("a" * 4097), BAD, "message is too long", id="4097 characters"),
        pytest.param(_photo(caption="🪙" * 513), BAD, "caption is too long", id="1026 units"),
        pytest.param(_photo(b"<svg/>"), BAD, "IMAGE_PROCESS_FAILED", id="no picture"),
        pytest.param(_photo(STRIP), BAD, "PHOTO_INVALID_DIMENSIONS", id="a strip"),
        pytest.param(
            lambda bot, _: bot.send_photo(CHAT, "nothing"), BAD, "wrong file id", id="unknown file"
        ),
        pytest.param(
            _send(reply_markup=button(callback_data="я" * 33)), BAD, "BUTTON_DATA", id="66 bytes"
        ),
        pytest.param(_send(reply_markup=button()), BAD, "Text buttons", id="a button for nothing"),
        pytest.param(
            _send(reply_markup=button(web_app=WebAppInfo(url="http://a.example.org"))),
            BAD,
            "Only HTTPS links are allowed",
            id="an app over http",
        ),
        pytest.param(
            _send(reply_markup=button(url="javascript:1")), BAD, "Unsupported URL", id="no link"
        ),
        pytest.param(_send(chat=STRANGER), BAD, "chat not found", id="a stranger"),
        pytest.param(_edit_gone, BAD, GONE, id="edited when gone"),
        pytest.param(_edit_alike, BAD, "message is not modified", id="edited to the same"),
        pytest.param(_edit_picture_as_text, BAD, "there is no text", id="a picture's text"),
        pytest.param(
            lambda bot, _: bot.edit_message_text("1", chat_id=CHAT, message_id=1),
            BAD,
            "message can't be edited",
            id="the user's own",
        ),
        pytest.param(
            lambda bot, _: bot.delete_message(CHAT, 99), BAD, "to delete not found", id="deleted"
        ),
        pytest.param(
            lambda bot, _: bot.answer_callback_query("1"), BAD, "query is too old", id="no query"
        ),
        pytest.param(
            lambda bot, _: bot.set_my_commands([BotCommand(command="Start", description="1")]),
            BAD,
            "commands.0.command",
            id="a command in capitals",
        ),
        pytest.param(
            lambda bot, _: bot.set_webhook("http://app.example.org"), BAD, "HTTPS", id="plain hook"
        ),
        pytest.param(_webhook_and_polling, TelegramConflictError, "webhook is active", id="both"),
        pytest.param(_block, TelegramForbiddenError, "blocked by the user", id="blocked"),
        pytest.param(_throttle, TelegramRetryAfter, "in 3 seconds", id="throttled"),
        pytest.param(_flood, TelegramRetryAfter, "in 1 seconds", id="the 31st in a second"),
        pytest.param(_not_the_bot, TelegramUnauthorizedError, "Unauthorized", id="another token"),
        pytest.param(
            lambda bot, _: bot.get_my_star_balance(), TelegramNotFound, "Not Found", id="no method"
        ),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    bot: Bot,
    telegram: Telegram,
    ask: Callable[[Bot, Telegram], Awaitable[object]],
    error: type[TelegramAPIError],
    said: str,
) -> None:
    with pytest.raises(error) as refused:
        await ask(bot, telegram)

    assert said in str(refused.value)


async def test_results_of_one_id_are_refused(bot: Bot, telegram: Telegram) -> None:
    question = telegram.look_up(ADA, "")

    with pytest.raises(TelegramBadRequest, match="RESULT_ID_DUPLICATE"):
        await bot.answer_inline_query(question.id, [article("1"), article("1")])


async def test_limits_are_not_off_by_one(bot: Bot) -> None:
    await bot.send_message(CHAT, f"<b>{'a' * 4096}</b>")
    await bot.send_photo(CHAT, picture(), caption="🪙" * 512)
    await bot.send_message(CHAT, "1", reply_markup=button(callback_data="я" * 32))


async def test_an_old_message_is_forgotten(bot: Bot, telegram: Telegram) -> None:
    for _ in range(MAX_MESSAGES):
        telegram.write(ADA, "Hello?")

    with pytest.raises(TelegramBadRequest, match="to edit not found"):
        await bot.edit_message_text("1", chat_id=CHAT, message_id=1)
    assert len(telegram.chat(CHAT).messages) == MAX_MESSAGES


async def test_who_writes_again_has_unblocked_the_bot(bot: Bot, telegram: Telegram) -> None:
    telegram.block(ADA)
    telegram.write(ADA, "/start")

    await bot.send_message(CHAT, "Welcome back")
    _, blocked, unblocked, _ = await bot.get_updates()
    states = [
        update.my_chat_member.new_chat_member.status
        for update in (blocked, unblocked)
        if update.my_chat_member
    ]
    assert states == ["kicked", "member"]


async def test_a_throttled_call_may_be_asked_again(bot: Bot, telegram: Telegram) -> None:
    telegram.pace.throttle("sendMessage", 2)

    for _ in range(2):
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(CHAT, "Hello?")
    await bot.send_message(CHAT, "Hello")


class Hook:
    """A bot's webhook, which fails as often as it is told to."""

    def __init__(self, failing: int = 0) -> None:
        self.failing = failing
        self.asked: list[tuple[str, int]] = []
        self.heard = asyncio.Event()

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        secret = request.headers["X-Telegram-Bot-Api-Secret-Token"]
        self.asked.append((secret, update["update_id"]))
        if len(self.asked) <= self.failing:
            return web.Response(status=502)
        self.heard.set()
        return web.Response()


@asynccontextmanager
async def hooked(hook: Hook) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", hook.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"{site.name}/hook"
    finally:
        await runner.cleanup()


async def test_updates_are_brought_to_the_webhook_until_it_has_them(
    bot: Bot, telegram: Telegram
) -> None:
    hook = Hook(failing=1)
    async with hooked(hook) as at:
        await bot.set_webhook(at, secret_token="s3cret", max_connections=2)
        async with asyncio.timeout(30):
            await hook.heard.wait()
            while (info := await bot.get_webhook_info()).pending_update_count:  # noqa: ASYNC110  # nothing tells us
                await asyncio.sleep(0.01)
        telegram.updates.hook(None)

    assert hook.asked == [("s3cret", 1), ("s3cret", 1)]
    assert info.last_error_message == "Wrong response from the webhook: 502 Bad Gateway"
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_methods_may_be_asked_for_as_telegram_allows(url: str) -> None:
    said = {"chat_id": str(CHAT), "text": "1"}
    async with ClientSession(f"{url}/bot{BOT_TOKEN}/") as http:
        for asking in (
            http.get("sendmessage", params=said),
            http.post("SendMessage", json=said),
            http.post("sendMessage", data=said),
        ):
            async with asking as answer:
                assert (answer.status, (await answer.json())["ok"]) == (200, True)
        async with http.post("sendMessage", json=[1]) as answer:
            assert answer.status == 400


async def test_no_other_file_is_downloaded(url: str) -> None:
    async with ClientSession() as http:
        for token, status in {BOT_TOKEN: 404, "1:x": 401}.items():
            async with http.get(f"{url}/file/bot{token}/photos/none.png") as answer:
                assert answer.status == status


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.1", "::"])
async def test_it_listens_on_loopback_only(telegram: Telegram, host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        async with running_bot_api(telegram, host=host):
            pytest.fail("it started")
