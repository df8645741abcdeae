"""`/status`: how the telling of rewards gets on, for ADMIN_IDS; to others an unknown command."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message

from bot.asked import Asked
from bot.presenting.status import status
from bot.screen import Screen, show
from bot.texts import Words
from core.model import UserId
from core.runtime import Services
from core.settings import Settings


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="status")
    router.message.register(tell, Asked("status"), _is_for_admin)
    return router


async def _is_for_admin(_: Message, user: UserId, settings: Settings) -> bool:
    return user in settings.admin_ids


async def tell(message: Message, words: Words, services: Services) -> None:
    """Say how many users there are, how many were told today, and what the workers do."""
    rewards = services.rewards
    await show(message, Screen(status(words, await rewards.tally(), await rewards.reports())))
