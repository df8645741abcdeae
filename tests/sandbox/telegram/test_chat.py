"""The chat's routes: what the page is shown, and what it may do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from sandbox import demo_user
from sandbox.telegram import ChatRoutes, Telegram
from sandbox.telegram.bot_api.files import Upload
from sandbox.telegram.chat import CHAT
from tests.fakes import BOT_TOKEN

ADA = demo_user.USER["id"]
CSV = Upload("income.csv", "text/csv", b"<script>")

Http = TestClient[web.Request, web.Application]


@pytest.fixture
def telegram() -> Telegram:
    return Telegram(BOT_TOKEN)


@pytest_asyncio.fixture
async def http(telegram: Telegram) -> AsyncIterator[Http]:
    app = web.Application()
    ChatRoutes(telegram).add_to(app)
    async with TestClient(TestServer(app)) as client:
        yield client


async def shown(http: Http, **query: str) -> Any:  # noqa: ANN401  # JSON
    answer = await http.get(CHAT, params=query)
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def test_news_is_shown_as_soon_as_there_is_any(http: Http) -> None:
    seen = await shown(http)
    waiting = asyncio.ensure_future(shown(http, seen=str(seen["version"])))

    said = await http.post(f"{CHAT}/say", json={"text": "/start"})

    assert said.status == 200
    assert [each["text"] for each in (await waiting)["messages"]] == ["/start"]


async def test_the_user_speaks_the_pages_language(http: Http, telegram: Telegram) -> None:
    await http.post(f"{CHAT}/say?language=pt-BR", json={"text": "Olá"})

    [update] = telegram.updates.waiting()
    assert update["message"]["from"]["language_code"] == "pt-br"


async def test_the_bot_may_write_once_it_was_allowed_and_not_when_blocked(
    http: Http, telegram: Telegram
) -> None:
    await shown(http)
    assert not telegram.chat(ADA).writable

    await http.post(f"{CHAT}/allow", json={})
    await http.post(f"{CHAT}/block", json={"blocked": True})

    assert telegram.chat(ADA).writable
    assert (await shown(http))["blocked"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        pytest.param("say", {"text": " "}, 400, id="nothing said"),
        pytest.param("say", {}, 400, id="no text at all"),
        pytest.param("say", [], 400, id="no object"),
        pytest.param("say?language=fr", {"text": "Salut"}, 400, id="a language we do not speak"),
        pytest.param("press", {"message": 7, "data": "x"}, 400, id="a button that is gone"),
        pytest.param("choose", {"question": "1", "result": "1"}, 400, id="no such result"),
        pytest.param("look-up", {"query": "x" * 257}, 400, id="a long query"),
    ],
)
async def test_what_no_client_would_do_is_refused(
    http: Http, path: str, body: object, status: int
) -> None:
    assert (await http.post(f"{CHAT}/{path}", json=body)).status == status


async def test_no_other_sites_form_speaks_for_the_user(http: Http, telegram: Telegram) -> None:
    answer = await http.post(f"{CHAT}/say", data={"text": "/delete"})

    assert answer.status == 415
    assert telegram.updates.waiting() == []


async def test_a_document_is_never_shown_as_a_page(http: Http, telegram: Telegram) -> None:
    file = telegram.files.document(CSV)["document"]

    answer = await http.get(f"{CHAT}/file/{file['file_id']}")

    assert (answer.content_type, await answer.read()) == ("application/octet-stream", CSV.content)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await http.get(f"{CHAT}/file/none")).status == 404
