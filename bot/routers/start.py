"""`/start`: a greeting, and the ways on from here."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, User

from bot import keyboards
from bot.asked import Asked
from bot.screen import Screen, show
from bot.texts import Words
from core.model import UserId
from core.runtime import Services
from core.settings import Settings


def make_router() -> Router:
    """Return a fresh router; put it after those whose deep links are theirs."""
    router = Router(name="start")
    router.message.register(welcome, CommandStart())
    for observer in (router.message, router.callback_query):
        observer.register(welcome, Asked("start", "home"))
    return router


async def welcome(  # noqa: PLR0913  # what aiogram hands a handler by name
    event: Message | CallbackQuery,
    *,
    event_from_user: User,
    user: UserId,
    words: Words,
    services: Services,
    settings: Settings,
    command: CommandObject | None = None,
) -> None:
    """Greet by name and offer the Mini App, which is told the deep link's payload, and the chat."""
    name = event_from_user.first_name
    payload = command.args if command else None
    if await services.login.wallet(user) is None:
        screen = Screen(
            words.say("start.greeting", name=name),
            keyboards.rows(
                keyboards.mini_app(words.say("app.open"), settings.public_url, payload),
                keyboards.go(words.say("go.connect"), "connect"),
            ),
        )
    else:
        screen = Screen(words.say("start.back", name=name), _signed_in(words, settings, payload))
    await show(event, screen)


def _signed_in(words: Words, settings: Settings, payload: str | None) -> InlineKeyboardMarkup:
    forecast = [keyboards.go(words.say("go.forecast"), "forecast")]
    if settings.btc_screens:
        forecast.append(keyboards.go(words.say("go.wallet"), "wallet"))
    return keyboards.rows(
        keyboards.mini_app(words.say("app.open"), settings.public_url, payload),
        [
            keyboards.go(words.say("go.miners"), "miners"),
            keyboards.go(words.say("go.earnings"), "earnings"),
        ],
        forecast,
        [
            keyboards.go(words.say("go.settings"), "settings"),
            keyboards.go(words.say("go.help"), "help"),
        ],
    )
