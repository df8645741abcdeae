"""`/notify`: whether, when and of which income the bot writes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot import typed, zones
from bot.amounts import Amounts
from bot.asked import Asked
from bot.presenting import notify as presenting
from bot.presenting import notify_buttons as buttons
from bot.presenting.notify_buttons import Do, Hour, Limit, Notify, Side, Zone
from bot.screen import Screen, show
from bot.texts import Words
from core.model import PreferencesChange, UserId
from core.preferences import Preferences
from core.runtime import Services

OFF = "off"


class Typing(StatesGroup):
    """What is being asked for."""

    zone = State()
    limit = State()


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="notify")
    for observer in (router.message, router.callback_query):
        observer.register(offer, Asked("notify"))
    router.callback_query.register(switch, Notify.filter(F.do.in_({Do.TURN_ON, Do.TURN_OFF})))
    router.callback_query.register(offer_hours, Notify.filter(F.do == Do.OFFER_HOURS))
    router.callback_query.register(offer_zones, Notify.filter(F.do == Do.OFFER_ZONES))
    router.callback_query.register(choose_hour, Hour.filter())
    router.callback_query.register(choose_zone, Zone.filter())
    router.callback_query.register(drop_limit, Limit.filter(F.drop))
    router.callback_query.register(ask_limit, Limit.filter())
    router.message.register(take_zone, Typing.zone, F.text)
    router.message.register(take_limit, Typing.limit, F.text)
    return router


async def offer(event: Message | CallbackQuery, amounts: Amounts) -> None:
    """Show what is chosen."""
    text = presenting.settled(amounts, datetime.now(UTC))
    await show(event, Screen(text, buttons.settled(amounts.words, amounts.preferences)))


async def switch(
    event: CallbackQuery, callback_data: Notify, user: UserId, words: Words, services: Services
) -> None:
    """Begin to write, or stop."""
    change = PreferencesChange(notify=callback_data.do is Do.TURN_ON)
    await _keep(event, user, words, services, change)


async def offer_hours(event: CallbackQuery, words: Words, preferences: Preferences) -> None:
    """Show the hours of a day."""
    keyboard = buttons.hours(words, preferences.notify_hour)
    await show(event, Screen(words.say("notify.askHour"), keyboard))


async def choose_hour(
    event: CallbackQuery, callback_data: Hour, user: UserId, words: Words, services: Services
) -> None:
    """Write at this hour."""
    await _keep(event, user, words, services, PreferencesChange(notify_hour=callback_data.hour))


async def offer_zones(
    event: CallbackQuery, words: Words, preferences: Preferences, state: FSMContext
) -> None:
    """Show the common time zones, and take another by its name."""
    await state.set_state(Typing.zone)
    now = datetime.now(UTC)
    keyboard = buttons.offered(words, zones.COMMON, preferences.time_zone, now)
    await show(event, Screen(words.say("notify.askZone"), keyboard))


async def take_zone(message: Message, words: Words, preferences: Preferences) -> None:
    """Show the time zones that were meant, to choose from."""
    now = datetime.now(UTC)
    found = await asyncio.to_thread(zones.find, message.text or "", words, now)
    said = words.say("notify.zones") if found else words.say("notify.noZone")
    await show(message, Screen(said, buttons.offered(words, found, preferences.time_zone, now)))


async def choose_zone(  # noqa: PLR0913  # what aiogram hands a handler by name
    event: CallbackQuery,
    *,
    callback_data: Zone,
    user: UserId,
    words: Words,
    services: Services,
    state: FSMContext,
) -> None:
    """Reckon the hour in this time zone."""
    await _keep(event, user, words, services, PreferencesChange(time_zone=callback_data.zone))
    await state.clear()


async def ask_limit(
    event: CallbackQuery, callback_data: Limit, amounts: Amounts, state: FSMContext
) -> None:
    """Ask for an amount."""
    side = callback_data.side
    await state.set_state(Typing.limit)
    await state.set_data({"side": side})
    text = presenting.ask_limit(amounts, above=side is Side.ABOVE)
    await show(event, Screen(text, buttons.limit(amounts.words, side)))


async def take_limit(
    message: Message, user: UserId, amounts: Amounts, services: Services, state: FSMContext
) -> None:
    """Take an amount in the user's unit, or the one it names; `off` drops the limit."""
    words, side = amounts.words, Side((await state.get_data())["side"])
    text = (message.text or "").strip()
    is_off = text.casefold() in {OFF, words.say("notify.noLimit").casefold()}
    limit = None if is_off else typed.btc(text, amounts.preferences.unit)
    if limit is None and not is_off:
        await show(message, Screen(words.say("notify.badLimit"), buttons.limit(words, side)))
        return
    await _keep(message, user, words, services, _limited(side, limit))
    await state.clear()


async def drop_limit(  # noqa: PLR0913  # what aiogram hands a handler by name
    event: CallbackQuery,
    *,
    callback_data: Limit,
    user: UserId,
    words: Words,
    services: Services,
    state: FSMContext,
) -> None:
    """Tell of any amount on this side."""
    await _keep(event, user, words, services, _limited(callback_data.side, None))
    await state.clear()


async def _keep(
    event: Message | CallbackQuery,
    user: UserId,
    words: Words,
    services: Services,
    change: PreferencesChange,
) -> None:
    await offer(event, Amounts(words, await services.preferences.change(user, **change)))


def _limited(side: Side, limit: Decimal | None) -> PreferencesChange:
    if side is Side.ABOVE:
        return PreferencesChange(reward_above=limit)
    return PreferencesChange(reward_below=limit)
