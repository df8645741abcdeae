"""Inline, in any chat: `@bot forecast 16 15` gives a card to share."""

from __future__ import annotations

import re

from aiogram import Bot, Router
from aiogram.types import (
    InlineKeyboardButton,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from bot import keyboards, typed
from bot.amounts import Amounts
from bot.presenting import forecast as presenting
from bot.texts import Words
from core.errors import AppError, SignInAgainError, attempted
from core.forecast import Asked as AskedForecast
from core.forecast import Foreseen
from core.model import UserId
from core.runtime import Services

CACHE_SECONDS = 60
"""For as long Telegram gives a user the same answer again."""

EXAMPLE = "forecast 16 15"

_FORECAST = re.compile(r"\s*(?:/?forecast\b)?(.*)", re.IGNORECASE | re.DOTALL)


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="inline")
    router.inline_query.register(offer)
    return router


async def offer(
    query: InlineQuery, user: UserId, amounts: Amounts, services: Services, bot: Bot
) -> None:
    """Offer a card with the forecast asked for, how to ask, or the way to the bot.

    Whoever is not signed in has a card, too, while the rates are known.
    """
    username = (await bot.me()).username or ""
    found = _FORECAST.fullmatch(query.query)
    asked = typed.miner(found[1]) if found else None
    if asked is None:
        await query.answer([_hint(amounts.words, username)], CACHE_SECONDS, is_personal=True)
        return
    foreseen = await attempted(services.forecast.of(user, asked))
    if isinstance(foreseen, AppError):
        await query.answer([], 0, is_personal=True, button=_way_in(amounts.words, foreseen))
        return
    card = _card(amounts, foreseen, asked, username)
    await query.answer([card], CACHE_SECONDS, is_personal=True)


def _card(
    amounts: Amounts, foreseen: Foreseen, asked: AskedForecast, username: str
) -> InlineQueryResultArticle:
    words, link = amounts.words, typed.link(asked)
    url = f"https://t.me/{username}?start=forecast-{link}"
    return InlineQueryResultArticle(
        id=link,
        title=presenting.title(amounts, foreseen.outlook),
        description=presenting.glance(amounts, foreseen.outlook),
        input_message_content=InputTextMessageContent(
            message_text=presenting.card(amounts, foreseen)
        ),
        reply_markup=keyboards.rows(InlineKeyboardButton(text=words.say("inline.open"), url=url)),
    )


def _hint(words: Words, username: str) -> InlineQueryResultArticle:
    example = f"@{username} {EXAMPLE}"
    return InlineQueryResultArticle(
        id="hint",
        title=words.say("inline.hint"),
        description=example,
        input_message_content=InputTextMessageContent(
            message_text=words.say("inline.how", example=example)
        ),
    )


def _way_in(words: Words, error: AppError) -> InlineQueryResultsButton:
    """Return the button above an empty list of cards."""
    if isinstance(error, SignInAgainError):
        return InlineQueryResultsButton(text=words.say("inline.connect"), start_parameter="connect")
    return InlineQueryResultsButton(text=words.say("inline.later"), start_parameter="forecast")
