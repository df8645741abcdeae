from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.methods import SendMessage
from aiogram.types import Message
from aiohttp import web
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot import webhook
from bot.webhook import SECRET_HEADER, Webhook
from tests.bot import WEBHOOK_PATH, WEBHOOK_SECRET, events, written
from tests.bot.serving import TELEGRAM, served
from tests.fakes import BotApi


@pytest.fixture
async def url(bot: Bot, dispatcher: Dispatcher) -> AsyncIterator[str]:
    """Serve the webhook of a recording bot, in an app whose own cap is smaller."""
    app = web.Application(client_max_size=1024)
    receiver = Webhook(bot, dispatcher, SecretStr(WEBHOOK_SECRET))
    app.router.add_post(WEBHOOK_PATH, receiver.receive)
    async with served(app) as (url, _):
        yield url


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
        pytest.param(b'{"update_id": 1, "x": "' + b"x" * 1_048_576 + b'"}', 413, id="too large"),
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

    assert events(logged) == ["update_crashed"]


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

    assert events(logged) == ["update_given_up"]


async def test_what_a_handler_returns_is_sent(
    url: str, http: aiohttp.ClientSession, dispatcher: Dispatcher, recorded: BotApi
) -> None:
    async def returning(message: Message) -> SendMessage:
        return message.answer("returned")

    dispatcher.message.register(returning, F.text == "return")

    async with http.post(url, json=written("return"), headers=TELEGRAM) as response:
        assert response.status == 200

    assert recorded.sent().fields["text"] == "returned"
