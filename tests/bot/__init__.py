"""The bot's door; here is what Telegram sends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from core.settings import Settings
from tests.fakes import BOT_TOKEN

MINI_APP = "https://miners.example.org"
KEY = "A" * 43 + "="
WEBHOOK_PATH = "/telegram/1f0c"
WEBHOOK_SECRET = "only-Telegram_knows"

_ids = count(1)


def written(
    text: str | None,
    *,
    first_name: str = "Ann",
    language: str | None = "en",
    is_bot: bool = False,
    chat: str = "private",
    user: int = 77,
    **more: object,
) -> dict[str, Any]:
    """Return an update as Telegram sends it when a user has written *text*."""
    who = {"id": user, "is_bot": is_bot, "first_name": first_name, "language_code": language}
    place = {"id": user, "type": chat} if chat == "private" else {"id": -100, "type": chat}
    message = {"message_id": 1, "date": 1_750_000_000, "chat": place, "from": who, **more}
    if text is not None:
        command = {"type": "bot_command", "offset": 0, "length": len(text.partition(" ")[0])}
        message |= {"text": text, "entities": [command] if text.startswith("/") else []}
    return {"update_id": next(_ids), "message": message}


def settings(**given: object) -> Settings:
    """Return settings of a bot, those *given* in place of the usual."""
    usual = {
        "bot_token": BOT_TOKEN,
        "public_url": MINI_APP,
        "partner_id": "partner",
        "token_keys": KEY,
        "session_key": KEY,
    }
    return Settings.model_validate(usual | given)


def events(logged: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the events of log lines, in order, the chatter for developers aside."""
    return [line["event"] for line in logged if line["log_level"] != "debug"]
