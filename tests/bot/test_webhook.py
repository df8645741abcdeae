from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiogram.utils.backoff import BackoffConfig
from aiohttp import web
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot import registration, webhook
from bot.webhook import MAX_BODY, SECRET_HEADER, Webhook, add_webhook
from core.errors import SettingsError
from core.settings import Settings
from tests.bot import WEBHOOK_PATH, WEBHOOK_SECRET, settings, written
from tests.fakes import UNAUTHORIZED, BotApi, FakeTelegram

TELEGRAM = {SECRET_HEADER: WEBHOOK_SECRET}


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[tuple[str, web.AppRunner]]:
    runner = web.AppRunner(app, access_log=None)
    try:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{WEBHOOK_PATH}", runner
    finally:
        await runner.cleanup()


@pytest.fixture
async def url(bot: Bot, dispatcher: Dispatcher) -> AsyncIterator[str]:
    """Serve the webhook of a recording bot, in an app whose own cap is smaller."""
    app = web.Application(client_max_size=1024)
    receiver = Webhook(bot, dispatcher, SecretStr(WEBHOOK_SECRET))
    app.router.add_post(WEBHOOK_PATH, receiver.receive)
    async with served(app) as (url, _):
        yield url


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as http:
        yield http


@pytest.fixture
def mounted(telegram: FakeTelegram) -> Callable[..., Settings]:
    """Return settings of a web app that Telegram calls."""

    def make(**given: object) -> Settings:
        return settings(
            telegram_api_url=telegram.url,
            bot_webhook_url=f"https://miners.example.org{WEBHOOK_PATH}",
            bot_webhook_secret=WEBHOOK_SECRET,
            **given,
        )

    return make


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    soon = BackoffConfig(min_delay=0.001, max_delay=0.002, factor=1.1, jitter=0.0)
    monkeypatch.setattr(registration, "PATIENCE", soon)


async def sent_raw(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Return the status of a request that no HTTP client would make."""
    target = urlsplit(url)
    lines = {"Host": "x", "Connection": "close", "Content-Length": str(len(body))} | headers
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    reader, writer = await asyncio.open_connection(target.hostname, target.port)
    head = f"POST {target.path} HTTP/1.1\r\n{head}\r\n"
    writer.write(head.encode(errors="surrogateescape") + body)
    try:
        async with asyncio.timeout(10):
            return int((await reader.readline()).split()[1])
    finally:
        writer.close()
        await writer.wait_closed()


def app_of(settings: Settings) -> web.Application:
    app = web.Application()
    add_webhook(app, settings)
    return app


async def test_an_update_is_handled_before_it_is_answered(
    url: str, http: aiohttp.ClientSession, recorded: BotApi
) -> None:
    async with http.post(url, json=written("/start"), headers=TELEGRAM) as response:
        assert response.status == 200

    assert "Ann" in recorded.sent().fields["text"]


async def test_an_update_may_be_larger_than_the_apps_own_cap(
    url: str, http: aiohttp.ClientSession, recorded: BotApi
) -> None:
    long = written("🪙" * 4096)
    assert len(json.dumps(long)) > 40_000

    async with http.post(url, json=long, headers=TELEGRAM) as response:
        assert response.status == 200

    assert len(recorded.asked("sendMessage")) == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 401, id="no secret"),
        pytest.param({SECRET_HEADER: ""}, 401, id="an empty secret"),
        pytest.param({SECRET_HEADER: WEBHOOK_SECRET[:-1]}, 401, id="a shorter secret"),
        pytest.param({SECRET_HEADER: WEBHOOK_SECRET + "x"}, 401, id="a longer secret"),
        pytest.param({SECRET_HEADER: WEBHOOK_SECRET.lower()}, 401, id="other letters"),
        pytest.param({SECRET_HEADER: "секрет"}, 401, id="not ASCII"),
        pytest.param({SECRET_HEADER: "\udcff\udcfe"}, 401, id="not even UTF-8"),
        pytest.param({"X-Forwarded-For": "garbage"}, 401, id="a forged address"),
        pytest.param({**TELEGRAM, "X-Forwarded-For": "garbage"}, 200, id="an unread address"),
        pytest.param({**TELEGRAM, "X-Forwarded-For": "::1"}, 200, id="an IPv6 address"),
    ],
)
async def test_the_secret_is_the_control(
    url: str, recorded: BotApi, headers: dict[str, str], status: int
) -> None:
    answered = await sent_raw(url, json.dumps(written("/start")).encode(), headers)

    assert answered == status
    assert len(recorded.asked("sendMessage")) == (status == 200)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b"{", 400, id="half an object"),
        pytest.param(b"\xff\xfe{}", 400, id="not UTF-8"),
        pytest.param(b'{"update_id": 1, "x": "\\ud800"}', 400, id="a lone surrogate"),
        pytest.param(b"[" * 200_000, 400, id="too deep"),
        pytest.param(b"[]", 400, id="a list"),
        pytest.param(b"null", 400, id="null"),
        pytest.param(b"7", 400, id="a number"),
        pytest.param(b"{}", 400, id="no update_id"),
        pytest.param(b'{"update_id": "1"}', 400, id="an update_id in quotes"),
        pytest.param(b'{"update_id": 1.5}', 400, id="a broken update_id"),
        pytest.param(b'{"update_id": 1, "x": "' + b"x" * MAX_BODY + b'"}', 413, id="too large"),
        pytest.param(b'{"update_id": 1}', 200, id="a kind nobody knows yet"),
        pytest.param(b'{"update_id": 1, "message": 7}', 200, id="an update aiogram cannot read"),
    ],
)
async def test_what_is_no_update_is_never_a_500(
    url: str, http: aiohttp.ClientSession, recorded: BotApi, body: bytes, status: int
) -> None:
    async with http.post(url, data=io.BytesIO(body), headers=TELEGRAM) as response:
        assert response.status == status

    assert recorded.calls == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Content-Encoding": "gzip"}, 400, id="not gzip"),
        pytest.param({"Content-Type": "text/plain; charset=klingon"}, 200, id="a charset"),
    ],
)
async def test_headers_that_lie_about_the_body_are_never_a_500(
    url: str, headers: dict[str, str], status: int
) -> None:
    answered = await sent_raw(url, json.dumps(written("/start")).encode(), TELEGRAM | headers)

    assert answered == status


async def test_an_unreadable_update_is_logged_without_the_users_words(
    url: str, http: aiohttp.ClientSession
) -> None:
    update = {"update_id": 5, "message": {"text": "my seed phrase"}}

    with capture_logs() as logged:
        async with http.post(url, json=update, headers=TELEGRAM) as response:
            assert response.status == 200

    assert [(line["event"], line["update"]) for line in logged] == [("update_unreadable", 5)]
    assert "seed" not in str(logged)


async def test_a_body_that_does_not_arrive_is_not_waited_for(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "READ_WITHIN", 0.05)

    assert await sent_raw(url, b"{", TELEGRAM | {"Content-Length": "100"}) == 408


async def test_a_crashed_update_is_not_asked_for_again(
    url: str, http: aiohttp.ClientSession, recorded: BotApi
) -> None:
    recorded.refuse("sendMessage", (400, {"description": "Bad Request"}))

    with capture_logs() as logged:
        async with http.post(url, json=written("/start"), headers=TELEGRAM) as response:
            assert response.status == 200

    assert [line["event"] for line in logged] == ["update_crashed"]


async def test_a_handler_is_given_up_before_telegram_gives_up(
    url: str,
    http: aiohttp.ClientSession,
    dispatcher: Dispatcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webhook, "HANDLE_WITHIN", 0.05)

    async def never(_: Message) -> None:
        await asyncio.Event().wait()

    dispatcher.message.register(never, F.text == "wait")

    with capture_logs() as logged:
        async with http.post(url, json=written("wait"), headers=TELEGRAM) as response:
            assert response.status == 200

    assert [line["event"] for line in logged] == ["update_given_up"]


async def test_what_a_handler_returns_is_sent(
    url: str, http: aiohttp.ClientSession, dispatcher: Dispatcher, recorded: BotApi
) -> None:
    async def returning(message: Message) -> SendMessage:
        return message.answer("returned")

    dispatcher.message.register(returning, F.text == "return")

    async with http.post(url, json=written("return"), headers=TELEGRAM) as response:
        assert response.status == 200

    assert recorded.sent().fields["text"] == "returned"


async def test_starting_sets_the_webhook_and_stopping_leaves_it(
    telegram: FakeTelegram, mounted: Callable[..., Settings]
) -> None:
    async with served(app_of(mounted())):
        pass

    [call] = telegram.asked("setWebhook")
    assert call.fields["url"] == f"https://miners.example.org{WEBHOOK_PATH}"
    assert call.fields["secret_token"] == WEBHOOK_SECRET
    assert call.json("allowed_updates") == ["message"]
    assert call.fields["max_connections"] == "40"
    assert telegram.asked("setChatMenuButton")
    assert not telegram.asked("deleteWebhook")


async def test_a_shutdown_waits_for_the_update_it_has_taken(
    telegram: FakeTelegram,
    http: aiohttp.ClientSession,
    mounted: Callable[..., Settings],
) -> None:
    telegram.gate.clear()
    async with served(app_of(mounted())) as (url, runner), asyncio.TaskGroup() as group:
        answer = group.create_task(http.post(url, json=written("/start"), headers=TELEGRAM))
        await telegram.until("sendMessage")

        stopping = group.create_task(runner.cleanup())
        await asyncio.sleep(0.1)
        assert not stopping.done()
        telegram.gate.set()

        assert (await answer).status == 200
    assert "Ann" in telegram.sent().fields["text"]


async def test_a_refusal_stops_the_start_with_one_line(
    telegram: FakeTelegram, mounted: Callable[..., Settings]
) -> None:
    telegram.refuse("setWebhook", (400, {"description": "Bad Request: bad webhook: no https"}))

    with pytest.raises(SettingsError, match=r"BOT_WEBHOOK_URL.*bad webhook: no https"):
        async with served(app_of(mounted())):
            pytest.fail("it started")


@pytest.mark.usefixtures("quickly")
async def test_while_telegram_is_away_the_app_runs_and_keeps_trying(
    telegram: FakeTelegram,
    http: aiohttp.ClientSession,
    mounted: Callable[..., Settings],
) -> None:
    telegram.refuse("setWebhook", *[(502, {"description": "Bad Gateway"})] * 3)

    with capture_logs() as logged:
        async with served(app_of(mounted())) as (url, _):
            async with http.post(url, json=written("/start"), headers=TELEGRAM) as response:
                assert response.status == 200
            await telegram.until("setMyCommands")

    assert len(telegram.asked("setWebhook")) == 4
    assert {line["event"] for line in logged} == {"webhook_not_set"}


@pytest.mark.usefixtures("quickly")
async def test_a_refusal_that_comes_later_is_logged_and_the_app_runs_on(
    telegram: FakeTelegram, mounted: Callable[..., Settings]
) -> None:
    telegram.refuse("setWebhook", (502, {"description": "Bad Gateway"}), UNAUTHORIZED)

    with capture_logs() as logged:
        async with served(app_of(mounted())):
            await telegram.until("setWebhook", 2)
            while logged[-1]["event"] != "webhook_refused":  # noqa: ASYNC110  # a log rings no bell
                await asyncio.sleep(0.01)

    assert [line["event"] for line in logged] == ["webhook_not_set", "webhook_refused"]
    assert len(telegram.asked("setWebhook")) == 2


async def test_stopping_ends_the_attempts(
    telegram: FakeTelegram, mounted: Callable[..., Settings]
) -> None:
    telegram.refuse("setWebhook", *[(502, {"description": "Bad Gateway"})] * 9)

    async with served(app_of(mounted())):
        pass

    assert len(telegram.asked("setWebhook")) == 1


async def test_an_address_without_a_path_is_the_root() -> None:
    app = app_of(
        settings(bot_webhook_url="https://bot.example.org", bot_webhook_secret=WEBHOOK_SECRET)
    )

    assert [resource.canonical for resource in app.router.resources()] == ["/"]
