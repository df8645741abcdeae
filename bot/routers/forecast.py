"""`/forecast 16 15`: what a miner would earn, asked for at once or step by step; or one's own."""

from __future__ import annotations

from decimal import Decimal

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from bot import keyboards, typed
from bot.amounts import Amounts
from bot.asked import Asked
from bot.presenting import forecast as presenting
from bot.screen import Screen, show
from bot.texts import Words
from core.forecast import Asked as AskedForecast
from core.forecast.asked import EFFICIENCY, POWER, Bounds
from core.model import UserId
from core.runtime import Services

MINE = "mine"
"""Asks for one's own miners."""


class Typing(StatesGroup):
    """What is being asked for."""

    power = State()
    efficiency = State()


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="forecast")
    for observer in (router.message, router.callback_query):
        observer.register(begin, Asked("forecast"))
    router.message.register(take_power, Typing.power, F.text)
    router.message.register(take_efficiency, Typing.efficiency, F.text)
    return router


async def begin(  # noqa: PLR0913  # what aiogram hands a handler by name
    event: Message | CallbackQuery,
    *,
    arguments: str,
    user: UserId,
    amounts: Amounts,
    services: Services,
    state: FSMContext,
) -> None:
    """Answer what was asked for in one go; ask for what is missing."""
    asked = AskedForecast() if arguments == MINE else typed.miner(arguments)
    if asked is not None:
        await _answer(event, asked, user, amounts, services)
    elif (power := typed.power(arguments)) is not None:
        await _ask_efficiency(event, power, amounts, state)
    else:
        await state.set_state(Typing.power)
        words = amounts.words
        said = words.say("forecast.usage") if arguments else words.say("forecast.lead")
        await show(event, _question(amounts, said, POWER))


async def take_power(message: Message, amounts: Amounts, state: FSMContext) -> None:
    """Take the TH, and ask for the W/TH."""
    power = typed.power(message.text or "")
    if power is None:
        await show(message, _question(amounts, amounts.words.say("forecast.notPower"), POWER))
        return
    await _ask_efficiency(message, power, amounts, state)


async def take_efficiency(
    message: Message, user: UserId, amounts: Amounts, services: Services, state: FSMContext
) -> None:
    """Take the W/TH, and answer."""
    efficiency = typed.efficiency(message.text or "")
    if efficiency is None:
        said = amounts.words.say("forecast.notEfficiency")
        await show(message, _question(amounts, said, EFFICIENCY))
        return
    power = Decimal((await state.get_data())["power"])
    await state.clear()
    asked = AskedForecast(power=power, efficiency=efficiency)
    await _answer(message, asked, user, amounts, services)


async def _ask_efficiency(
    event: Message | CallbackQuery, power: Decimal, amounts: Amounts, state: FSMContext
) -> None:
    await state.set_state(Typing.efficiency)
    await state.set_data({"power": str(power)})
    said = amounts.words.say("forecast.askEfficiency", power=amounts.figure(power))
    await show(event, _question(amounts, said, EFFICIENCY))


async def _answer(
    event: Message | CallbackQuery,
    asked: AskedForecast,
    user: UserId,
    amounts: Amounts,
    services: Services,
) -> None:
    foreseen = await services.forecast.of(user, asked)
    words = amounts.words
    keyboard = keyboards.rows(
        _mine(words) if asked.power is not None else [],
        keyboards.go(words.say("forecast.other"), "forecast"),
        _share(words, asked) if asked.power is not None else [],
        keyboards.go(words.say("go.back"), "start"),
    )
    await show(event, Screen(presenting.answer(amounts, foreseen), keyboard))


def _question(amounts: Amounts, said: str, bounds: Bounds) -> Screen:
    words = amounts.words
    limits = words.say(
        "forecast.bounds", least=amounts.figure(bounds.least), most=amounts.figure(bounds.most)
    )
    keyboard = keyboards.rows(_mine(words), keyboards.go(words.say("forecast.cancel"), "start"))
    return Screen(f"{said}\n{limits}", keyboard)


def _mine(words: Words) -> InlineKeyboardButton:
    return keyboards.go(words.say("forecast.myMiners"), "forecast", MINE)


def _share(words: Words, asked: AskedForecast) -> InlineKeyboardButton:
    """Return the button that offers this forecast, inline, to a chat one chooses."""
    query = f"forecast {asked.power:f} {asked.efficiency:f}"
    return InlineKeyboardButton(text=words.say("forecast.share"), switch_inline_query=query)
