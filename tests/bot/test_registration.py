from __future__ import annotations

import asyncio
from collections.abc import Callable, MutableMapping
from typing import Any

import aiohttp
import pytest
from aiogram.utils.backoff import BackoffConfig
from aiohttp import web
from structlog.testing import capture_logs

from bot import registration
from bot.webhook import add_webhook
from core.errors import SettingsError
from core.settings import Settings
from tests.bot import WEBHOOK_PATH, WEBHOOK_SECRET, events, settings, written
from tests.bot.house import BotHouse
from tests.bot.serving import TELEGRAM, served
from tests.fakes import UNAUTHORIZED, FakeTelegram

AppOf = Callable[[Settings], web.Application]


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


def told_of(logged: list[MutableMapping[str, Any]]) -> list[str]:
    """Return what was logged about the webhook."""
    return [event for event in events(logged) if event.startswith("webhook_")]


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    soon = BackoffConfig(min_delay=0.001, max_delay=0.002, factor=1.1, jitter=0.0)
    monkeypatch.setattr(registration, "PATIENCE", soon)


@pytest.fixture
def app_of(house: BotHouse) -> AppOf:
    """Return apps that have opened their services."""

    def make(settings: Settings) -> web.Application:
        app = web.Application()
        add_webhook(app, settings, lambda: house.services)
        return app

    return make


async def test_starting_sets_the_webhook_and_stopping_leaves_it(
    telegram: FakeTelegram, mounted: Callable[..., Settings], app_of: AppOf
) -> None:
    async with served(app_of(mounted())):
        pass

    [call] = telegram.asked("setWebhook")
    assert call.fields["url"] == f"https://miners.example.org{WEBHOOK_PATH}"
    assert call.fields["secret_token"] == WEBHOOK_SECRET
    assert {"message", "callback_query"} <= set(call.json("allowed_updates"))
    assert call.fields["max_connections"] == "40"
    assert telegram.asked("setChatMenuButton")
    assert not telegram.asked("deleteWebhook")


async def test_a_shutdown_waits_for_the_update_it_has_taken(
    telegram: FakeTelegram,
    http: aiohttp.ClientSession,
    mounted: Callable[..., Settings],
    app_of: AppOf,
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
    telegram: FakeTelegram, mounted: Callable[..., Settings], app_of: AppOf
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
    app_of: AppOf,
) -> None:
    telegram.refuse("setWebhook", *[(502, {"description": "Bad Gateway"})] * 3)

    with capture_logs() as logged:
        async with served(app_of(mounted())) as (url, _):
            async with http.post(url, json=written("/start"), headers=TELEGRAM) as response:
                assert response.status == 200
            await telegram.until("setMyCommands")

    assert len(telegram.asked("setWebhook")) == 4
    assert set(told_of(logged)) == {"webhook_not_set"}


@pytest.mark.usefixtures("quickly")
async def test_a_refusal_that_comes_later_is_logged_and_the_app_runs_on(
    telegram: FakeTelegram, mounted: Callable[..., Settings], app_of: AppOf
) -> None:
    telegram.refuse("setWebhook", (502, {"description": "Bad Gateway"}), UNAUTHORIZED)

    with capture_logs() as logged:
        async with served(app_of(mounted())):
            await telegram.until("setWebhook", 2)
            while "webhook_refused" not in events(logged):  # noqa: ASYNC110  # a log rings no bell
                await asyncio.sleep(0.01)

    assert told_of(logged) == ["webhook_not_set", "webhook_refused"]
    assert len(telegram.asked("setWebhook")) == 2


async def test_stopping_ends_the_attempts(
    telegram: FakeTelegram, mounted: Callable[..., Settings], app_of: AppOf
) -> None:
    telegram.refuse("setWebhook", *[(502, {"description": "Bad Gateway"})] * 9)

    async with served(app_of(mounted())):
        pass

    assert len(telegram.asked("setWebhook")) == 1


async def test_an_address_without_a_path_is_the_root(app_of: AppOf) -> None:
    app = app_of(
        settings(bot_webhook_url="https://bot.example.org", bot_webhook_secret=WEBHOOK_SECRET)
    )

    assert [resource.canonical for resource in app.router.resources()] == ["/"]
