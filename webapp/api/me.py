"""/api/me: who is asking, how they want things, and everything kept about them."""

from __future__ import annotations

from aiohttp import web

from core.model import Preferences as Chosen
from core.model import TelegramUser
from core.runtime import Services
from webapp import reading
from webapp.answers import answer, answer_true
from webapp.keys import CALLER, SERVICES
from webapp.shapes.people import Me, User, Wallet
from webapp.shapes.preferences import ChangePreferences, Preferences


async def show(request: web.Request) -> web.Response:
    """Answer with the caller, the wallet they signed in with and their preferences."""
    user = request[CALLER].telegram_user()
    services = request.app[SERVICES]
    return answer(await known_of(user, await services.preferences.of(user.id), services))


async def known_of(user: TelegramUser, chosen: Chosen, services: Services) -> Me:
    """Present what is known of *user*, who chose this."""
    linked = await services.login.wallet(user.id)
    return Me(
        user=User.of(user),
        wallet=linked and Wallet.of(linked),
        preferences=Preferences.of(chosen),
    )


async def change_preferences(request: web.Request) -> web.Response:
    """Keep the preferences that are given and answer with all of them."""
    asked = await reading.body(request, ChangePreferences)
    changed = asked.model_dump(exclude_unset=True)
    preferences = request.app[SERVICES].preferences
    return answer(Preferences.of(await preferences.change(request[CALLER].user, **changed)))


async def forget(request: web.Request) -> web.Response:
    """Delete everything kept about the caller."""
    await request.app[SERVICES].login.forget(request[CALLER].user)
    return answer_true()
