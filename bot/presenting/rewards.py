"""The message of a reward: what came in for a day, and how that compares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from aiogram.types import InlineKeyboardMarkup
from babel.lists import format_list

from bot import keyboards
from bot.amounts import Amounts, DayStyle
from bot.presenting.earnings_buttons import Span, View
from bot.presenting.figures import text
from bot.texts import Words
from core.rewards import Reward

NAMED = 5
"""Missed days that are named, the latest ones."""


def told(amounts: Amounts, reward: Reward) -> str:
    """Return net, split, the change against the days before, and the days that were missed."""
    words, split = amounts.words, reward.split
    return text(
        words.say("reward.title", day=amounts.day(reward.day, DayStyle.FULL)),
        words.say("reward.net", amount=amounts.both(reward.net)),
        words.say(
            "reward.split",
            gross=amounts.btc(split.gross),
            electricity=amounts.btc(split.electricity),
            service=amounts.btc(split.service),
        ),
        words.say("reward.other", amount=amounts.btc(split.other)) if split.other else "",
        "" if reward.change is None else _change(amounts, reward.change),
        "",
        _missed(amounts, reward.missed) if reward.missed else "",
    )


def buttons(words: Words, day: date, mini_app: str) -> InlineKeyboardMarkup:
    """Return the ways to see more of the day."""
    return keyboards.rows(
        keyboards.press(words.say("reward.chart"), View(span=Span.MONTH, day=day)),
        keyboards.mini_app(words.say("app.open"), mini_app, f"earnings-{day.isoformat()}"),
    )


def _change(amounts: Amounts, change: Decimal) -> str:
    written = amounts.signed_percent(change)
    if written == amounts.signed_percent(Decimal(0)):
        return amounts.words.say("reward.same")
    if change > 0:
        return amounts.words.say("reward.more", change=written)
    return amounts.words.say("reward.less", change=written)


def _missed(amounts: Amounts, days: tuple[date, ...]) -> str:
    words, named = amounts.words, [amounts.day(day, DayStyle.SHORT) for day in days[-NAMED:]]
    return words.say("reward.missed", days=format_list(named, locale=words.locale))
