"""`/earnings`: a day's split, why it changed, sums, a chart of days, and all of it as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from aiogram import Bot, Router
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.amounts import Amounts
from bot.asked import Asked
from bot.pictures.chart import draw
from bot.pictures.studio import Studio
from bot.presenting import earnings as presenting
from bot.presenting import earnings_buttons as buttons
from bot.presenting.daily_chart import chart
from bot.presenting.earnings_buttons import File, Span, View, Why, view_of
from bot.screen import Screen, show
from bot.texts import Words
from core.arithmetic.rates import Money
from core.earnings import Days
from core.errors import AppError, NotFoundError, attempted
from core.income.change import Change
from core.income.days import DaySplit
from core.model import UserId
from core.runtime import Services


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="earnings")
    for observer in (router.message, router.callback_query):
        observer.register(open_view, Asked("earnings"))
    router.callback_query.register(change_view, View.filter())
    router.callback_query.register(explain, Why.filter())
    router.callback_query.register(send_file, File.filter())
    return router


async def open_view(  # noqa: PLR0913  # what aiogram hands a handler by name
    event: Message | CallbackQuery,
    *,
    arguments: str,
    user: UserId,
    amounts: Amounts,
    services: Services,
    studio: Studio,
) -> None:
    """Show the latest day, or the one asked for, under a chart."""
    await show(event, await _screen(view_of(arguments), user, amounts, services, studio))


async def change_view(  # noqa: PLR0913  # the same
    event: CallbackQuery,
    *,
    callback_data: View,
    user: UserId,
    amounts: Amounts,
    services: Services,
    studio: Studio,
) -> None:
    """Show other days, or other colours, in the place of those before."""
    await show(event, await _screen(callback_data, user, amounts, services, studio))


async def explain(
    event: CallbackQuery, callback_data: Why, user: UserId, amounts: Amounts, services: Services
) -> None:
    """Say under the same picture why a day differs from the one before."""
    days = await services.earnings.days(user, callback_data.span.days)
    split, before = _chosen(days, callback_data.day)
    if split is None or before is None:
        raise NotFoundError("no two days to compare")
    change = await services.earnings.change(user, before.day, split.day)
    keyboard = buttons.under_reasons(amounts.words, callback_data)
    await show(event, Screen(presenting.why(amounts, change), keyboard, _standing_picture(event)))


async def send_file(  # noqa: PLR0913  # the same
    event: CallbackQuery,
    *,
    callback_data: File,
    user: UserId,
    words: Words,
    services: Services,
    bot: Bot,
) -> None:
    """Send the days as a CSV file, in a message of its own."""
    export = await services.earnings.export(user, callback_data.span.days)
    file = await services.earnings.file(export.ticket)
    await bot.send_document(
        event.from_user.id,
        BufferedInputFile(file.body, file.name),
        caption=None if export.complete else words.say("earnings.cut"),
    )


async def _screen(
    view: View, user: UserId, amounts: Amounts, services: Services, studio: Studio
) -> Screen:
    days = await services.earnings.days(user, view.span.days)
    split, before = _chosen(days, view.day)
    if split is None:
        words = amounts.words
        return Screen(words.say("earnings.none"), buttons.without_days(words, view))
    change = await _change(services, user, before, split)
    seen = presenting.Seen(
        day=split,
        change=change,
        week=await services.earnings.days(user, Span.WEEK.days),
        month=await services.earnings.days(user, Span.MONTH.days),
        span=days,
        money=await _money(services, user),
    )
    drawn = await studio.make(lambda: draw(chart(amounts, days, dark=view.dark)))
    return Screen(
        presenting.summary(amounts, seen),
        buttons.under_chart(amounts.words, view, day=split.day, explained=change is not None),
        None if drawn is None else BufferedInputFile(drawn, "earnings.png"),
    )


def _chosen(days: Days, day: date | None) -> tuple[DaySplit | None, DaySplit | None]:
    """Return *day*, or where it is not among them the latest, and the one credited before it."""
    splits = [split for split in days.splits if split.day == day] or list(days.splits)
    if not splits:
        return None, None
    before = (split for split in days.splits if split.day < splits[0].day)
    return splits[0], next(before, None)


async def _change(
    services: Services, user: UserId, before: DaySplit | None, split: DaySplit
) -> Change | None:
    """Return why the day differs, where there is one to compare it with and it can be had."""
    if before is None:
        return None
    change = await attempted(services.earnings.change(user, before.day, split.day))
    return None if isinstance(change, AppError) else change


async def _money(services: Services, user: UserId) -> Callable[[Decimal], Money]:
    """Return what BTC are worth: without rates nothing but themselves."""
    aged = await attempted(services.market.rates(user))
    if isinstance(aged, AppError):
        return lambda btc: Money(btc, None, None)
    return aged.rates.of_btc


def _standing_picture(event: CallbackQuery) -> str | None:
    """Return the picture the button stands under, which Telegram has already."""
    photo = event.message.photo if isinstance(event.message, Message) else None
    return photo[-1].file_id if photo else None
