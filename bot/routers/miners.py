"""`/miners`: what they are together, then page by page; `/miner 12`: the card of one."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot import keyboards
from bot.amounts import Amounts
from bot.asked import Asked
from bot.presenting import miners as presenting
from bot.screen import Screen, show
from bot.texts import Words
from core.errors import NotFoundError, attempted
from core.forecast import Asked as AskedForecast
from core.miners import MinerSort, MinersPage
from core.model import UserId
from core.runtime import Services
from core.settings import Settings

PER_PAGE = 5
"""Miners on a page: their buttons stand in one row."""

CARD_DAYS = 7


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="miners")
    for observer in (router.message, router.callback_query):
        observer.register(turn, Asked("miners"))
        observer.register(open_card, Asked("miner"))
    return router


async def turn(
    event: Message | CallbackQuery,
    arguments: str,
    user: UserId,
    amounts: Amounts,
    services: Services,
) -> None:
    """Show a page of the miners, the best first; past the end there is the last one."""
    number = max(1, _number(arguments) or 1)
    page = await _page(services, user, number)
    last = max(1, -(-page.total // PER_PAGE))
    if number > last:
        number, page = last, await _page(services, user, last)
    if not page.total:
        await show(event, _no_miners(amounts.words))
        return
    together = await attempted(services.forecast.of(user, AskedForecast()))
    listed = presenting.listed(amounts, page, together, first=_first(number))
    await show(event, Screen(listed, _keyboard(amounts.words, page, number, last)))


async def open_card(  # noqa: PLR0913  # what aiogram hands a handler by name
    event: Message | CallbackQuery,
    *,
    arguments: str,
    user: UserId,
    amounts: Amounts,
    services: Services,
    settings: Settings,
) -> None:
    """Show one miner with its picture; `12-2` is the twelfth, of the second page."""
    wanted, _, page = arguments.partition("-")
    number = _number(wanted)
    if number is None:
        raise NotFoundError("no miner is named")
    known = await services.miners.one(user, number)
    days = await attempted(services.earnings.days(user, CARD_DAYS, number))
    keyboard = keyboards.rows(
        keyboards.mini_app(amounts.words.say("app.open"), settings.public_url, f"miner-{number}"),
        keyboards.go(amounts.words.say("miner.back"), "miners", str(_number(page) or 1)),
    )
    picture = presenting.picture(known.report.miner.image_url)
    await show(event, Screen(presenting.card(amounts, known, days), keyboard, picture))


def _number(written: str) -> int | None:
    """Return a number that is not absurdly long; None for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None  # noqa: PLR2004


def _first(page: int) -> int:
    return (page - 1) * PER_PAGE + 1


async def _page(services: Services, user: UserId, number: int) -> MinersPage:
    return await services.miners.page(user, MinerSort.NET, PER_PAGE, _first(number) - 1)


def _keyboard(words: Words, page: MinersPage, number: int, last: int) -> InlineKeyboardMarkup:
    cards = [
        keyboards.go(str(place), "miner", f"{report.miner.id}-{number}")
        for place, report in enumerate(page.reports, _first(number))
    ]
    turns: list[InlineKeyboardButton] = []
    if number > 1:
        turns.append(keyboards.go(words.say("miners.previous"), "miners", str(number - 1)))
    if number < last:
        turns.append(keyboards.go(words.say("miners.next"), "miners", str(number + 1)))
    return keyboards.rows(cards, turns, keyboards.go(words.say("go.back"), "start"))


def _no_miners(words: Words) -> Screen:
    return Screen(
        words.say("miners.none"),
        keyboards.rows(
            keyboards.go(words.say("go.forecast"), "forecast"),
            keyboards.go(words.say("go.back"), "start"),
        ),
    )
