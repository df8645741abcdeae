"""Telegram: is the token good, is it the bot we name, do updates arrive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from core.checkup.finding import Finding, fine, note, wrong
from core.checkup.web import Fetched, fetched
from core.errors import AppError
from core.partner.transport import Http
from core.settings import Settings

BOT, UPDATES = "bot", "updates"
RECENT = timedelta(hours=1)
MANY_WAITING = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What Telegram answered to `getMe` and to `getWebhookInfo`."""

    me: Fetched
    webhook: Fetched


async def probe(settings: Settings, http: Http) -> list[Finding]:
    """Ask Telegram who the bot is and where its updates go."""
    return judged(await _ask(settings, http), settings, datetime.now(UTC))


async def _ask(settings: Settings, http: Http) -> Told:
    url = f"{settings.telegram_api_url}/bot{settings.bot_token.get_secret_value()}"
    return Told(await fetched(http, f"{url}/getMe"), await fetched(http, f"{url}/getWebhookInfo"))


def judged(told: Told, settings: Settings, now: datetime) -> list[Finding]:
    """Return what Telegram's answers mean."""
    if isinstance(told.me, AppError):
        return [wrong(BOT, f"Telegram cannot be reached: {told.me}", "see TELEGRAM_API_URL")]
    if told.me.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
        return [wrong(BOT, "Telegram refuses BOT_TOKEN", "copy it from @BotFather once more")]
    me, webhook = _result(told.me), _result(told.webhook)
    if me is None or webhook is None:
        said = f"Telegram answers with what is no answer (status {told.me.status})"
        return [wrong(BOT, said, "see TELEGRAM_API_URL; try again later")]
    return [_bot(str(me.get("username", "")), settings), _updates(webhook, settings, now)]


def _result(page: Fetched) -> dict[str, Any] | None:
    if isinstance(page, AppError):
        return None
    try:
        result = json.loads(page.body)["result"]
    except (ValueError, LookupError, TypeError):
        return None
    return result if isinstance(result, dict) else None


def _bot(name: str, settings: Settings) -> Finding:
    ours = settings.bot_username
    if not ours:
        said = f"it is @{name}, and BOT_USERNAME names none"
        return note(BOT, said, f"set BOT_USERNAME={name}: wallets lead people back by it")
    if ours.lower() != name.lower():
        said = f"BOT_TOKEN is @{name}'s, BOT_USERNAME says @{ours}"
        return wrong(BOT, said, "correct the one that is wrong")
    return fine(BOT, f"it is @{name}")


def _updates(webhook: dict[str, Any], settings: Settings, now: datetime) -> Finding:
    told, meant = str(webhook.get("url", "")), settings.bot_webhook_url
    if not meant:
        if told:
            said = f"Telegram sends them to {_host(told)}, and BOT_WEBHOOK_URL is empty"
            return note(UPDATES, said, "start `python -m bot`: it takes them over")
        return fine(UPDATES, "asked for by `python -m bot`")
    if told != meant:
        said = f"Telegram sends them to {_host(told) or 'nobody'}, not to BOT_WEBHOOK_URL"
        return wrong(UPDATES, said, "start `python -m webapp`: it tells Telegram the address")
    return _delivery(webhook, now)


def _delivery(webhook: dict[str, Any], now: datetime) -> Finding:
    failed_at = datetime.fromtimestamp(webhook.get("last_error_date", 0), UTC)
    if now - failed_at < RECENT:
        said = f"Telegram could not bring one at {failed_at:%H:%M} UTC: {_error(webhook)}"
        todo = "see that BOT_WEBHOOK_URL leads to `python -m webapp`, with a certificate that holds"
        return wrong(UPDATES, said, todo)
    if (waiting := int(webhook.get("pending_update_count", 0))) > MANY_WAITING:
        return note(UPDATES, f"{waiting} are waiting", "see whether the web app keeps up")
    return fine(UPDATES, f"brought to {_host(webhook['url'])}")


def _error(webhook: dict[str, Any]) -> str:
    return str(webhook.get("last_error_message", "no reason given"))[:200]


def _host(url: str) -> str:
    """Return the host alone: the path of a webhook is there to be guessed by nobody."""
    return urlsplit(url).hostname or ""
