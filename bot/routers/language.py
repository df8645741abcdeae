"""`/language`: which language the bot and the Mini App speak."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message, User

from bot import keyboards, texts
from bot.asked import Asked
from bot.screen import Screen, show
from bot.texts import Words
from core.model import UserId
from core.preferences import Language, Preferences
from core.runtime import Services

NAMES = {
    Language.ENGLISH: "English",
    Language.RUSSIAN: "Русский",
    Language.SPANISH: "Español",
    Language.GERMAN: "Deutsch",
    Language.TURKISH: "Türkçe",
    Language.PORTUGUESE: "Português",
    Language.CHINESE: "中文",
}
"""Each as whoever speaks it looks for it."""


class Speak(CallbackData, prefix="language"):
    """A language to be spoken; None for Telegram's."""

    language: Language | None


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="language")
    for observer in (router.message, router.callback_query):
        observer.register(offer, Asked("language"))
    router.callback_query.register(choose, Speak.filter())
    return router


async def offer(event: Message | CallbackQuery, words: Words, preferences: Preferences) -> None:
    """Show the languages, the chosen one ticked."""
    await show(event, _screen(words, preferences.language))


async def choose(
    event: CallbackQuery,
    callback_data: Speak,
    event_from_user: User,
    user: UserId,
    services: Services,
) -> None:
    """Keep the choice, and speak it at once."""
    chosen = callback_data.language
    await services.preferences.change(user, language=chosen)
    words = texts.words_for(chosen or event_from_user.language_code)
    await show(event, _screen(words, chosen))


def _screen(words: Words, chosen: Language | None) -> Screen:
    named = [_button(name, language, chosen) for language, name in NAMES.items()]
    pairs = [named[at : at + 2] for at in range(0, len(named), 2)]
    keyboard = keyboards.rows(
        _button(words.say("language.telegrams"), None, chosen),
        *pairs,
        keyboards.go(words.say("go.back"), "settings"),
    )
    return Screen(words.say("language.lead"), keyboard)


def _button(name: str, language: Language | None, chosen: Language | None) -> InlineKeyboardButton:
    tick = "✓ " if language == chosen else ""
    return keyboards.press(tick + name, Speak(language=language))
