"""`/connect`: choosing a wallet; what follows is an errand, `bot.connecting.waiting`."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.asked import Asked
from bot.connecting import screens
from bot.connecting.waiting import Asker, Waiting
from bot.errands import Errands
from bot.screen import show
from bot.texts import Words
from core.chat_sign_in import ChatSignIn
from core.model import UserId
from core.runtime import Services
from core.settings import Settings


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="connect")
    for observer in (router.message, router.callback_query):
        observer.register(offer, Asked("connect"))
        observer.register(choose, Asked("wallets"))
        observer.register(ask, Asked("connecting"))
    router.callback_query.register(stop, screens.Stop.filter())
    return router


async def offer(
    event: Message | CallbackQuery,
    user: UserId,
    words: Words,
    services: Services,
    sign_in: ChatSignIn,
) -> None:
    """Begin anew: with the wallets, or with a word of the one they are signed in with."""
    await sign_in.cancel(user)
    wallet = await services.login.wallet(user)
    if wallet is None:
        await choose(event, "", words, sign_in)
    else:
        await show(event, screens.already(wallet, words))


async def choose(
    event: Message | CallbackQuery, arguments: str, words: Words, sign_in: ChatSignIn
) -> None:
    """Show a page of the wallets there are."""
    page = int(arguments) if arguments.isdecimal() and len(arguments) < len("1000") else 1
    await show(event, screens.choice(await sign_in.wallets(), page, words))


async def ask(  # noqa: PLR0913  # what aiogram hands a handler by name
    event: Message | CallbackQuery,
    *,
    arguments: str,
    user: UserId,
    words: Words,
    settings: Settings,
    sign_in: ChatSignIn,
    errands: Errands,
) -> None:
    """Ask the chosen wallet, which may have left the list meanwhile."""
    apps = await sign_in.wallets()
    chosen = next((app for app in apps if screens.app_key(app) == arguments), None)
    if chosen is None:
        await show(event, screens.choice(apps, 1, words))
        return
    waiting = Waiting(Asker(event, user, words, settings.public_url), sign_in)
    errands.begin(event, words, waiting.ask(chosen))


async def stop(event: CallbackQuery, user: UserId, words: Words, sign_in: ChatSignIn) -> None:
    """Wait no longer."""
    await sign_in.cancel(user)
    await show(event, screens.stopped(words))
