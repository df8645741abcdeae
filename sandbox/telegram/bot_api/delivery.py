"""The methods by which a bot says how it wants its updates."""

from __future__ import annotations

from typing import Any

from sandbox.telegram.bot_api import fields
from sandbox.telegram.bot_api.messages import Uploads
from sandbox.telegram.bot_api.telegram import Telegram
from sandbox.telegram.bot_api.updates import Webhook


def set_webhook(telegram: Telegram, asked: fields.SetWebhook, _: Uploads) -> bool:
    """Have updates go to an address; an empty one ends that."""
    _keep_kinds(telegram, asked)
    hook = Webhook(asked.url, asked.secret_token, asked.max_connections) if asked.url else None
    if asked.drop_pending_updates:
        telegram.updates.drop()
    telegram.updates.hook(hook)
    return True


def delete_webhook(telegram: Telegram, asked: fields.DropPending, _: Uploads) -> bool:
    """Have updates wait until they are asked for."""
    if asked.drop_pending_updates:
        telegram.updates.drop()
    telegram.updates.hook(None)
    return True


def webhook_info(telegram: Telegram, _: fields.Nothing, __: Uploads) -> dict[str, Any]:
    """Return where updates go and how many wait."""
    updates = telegram.updates
    told: dict[str, Any] = {
        "url": updates.webhook.url if updates.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(updates),
    }
    if updates.kinds:
        told["allowed_updates"] = updates.kinds
    if updates.webhook:
        told["max_connections"] = updates.webhook.at_once
    if updates.fault:
        at, told["last_error_message"] = updates.fault
        told["last_error_date"] = int(at)
    return told


async def next_updates(telegram: Telegram, asked: fields.GetUpdates) -> list[dict[str, Any]]:
    """Return the next updates, waiting for some as long as the bot likes to."""
    _keep_kinds(telegram, asked)
    return await telegram.updates.ask(offset=asked.offset, limit=asked.limit, seconds=asked.timeout)


def _keep_kinds(telegram: Telegram, asked: fields.Kinds) -> None:
    if asked.allowed_updates is not None:
        telegram.updates.kinds = asked.allowed_updates
