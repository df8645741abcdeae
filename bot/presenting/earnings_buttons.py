"""The buttons of `/earnings`: which days, which colours, why, and the file."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import PlainSerializer

from bot import keyboards
from bot.texts import Words


class Span(StrEnum):
    """How many days the chart and the file have."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    ALL = "all"

    @property
    def days(self) -> int | None:
        """As the core counts them; None: all there are."""
        return None if self is Span.ALL else int(self)


class View(CallbackData, prefix="earnings"):
    """A chart of so many days, under it a day, else the latest of them."""

    span: Span = Span.MONTH
    dark: bool = False
    day: Annotated[date, PlainSerializer(date.isoformat)] | None = None


class Why(View, prefix="why"):
    """Why the day of a view differs from the one before."""


class File(CallbackData, prefix="csv"):
    """The days as a file."""

    span: Span


def view_of(arguments: str) -> View:
    """Return the view asked for by command or link: `7`, `all`, `2026-11-21`; else the usual."""
    if arguments in set(Span):
        return View(span=Span(arguments))
    try:
        return View(day=date.fromisoformat(arguments))
    except ValueError:
        return View()


def under_chart(words: Words, view: View, *, day: date, explained: bool) -> InlineKeyboardMarkup:
    """Return the buttons under a chart of *view* and its *day*; "Why?" if it can be *explained*."""
    why = Why(span=view.span, dark=view.dark, day=day)
    return keyboards.rows(
        _spans(words, view),
        [
            *([keyboards.press(words.say("earnings.why"), why)] if explained else []),
            keyboards.press(words.say("earnings.csv"), File(span=view.span)),
            keyboards.press(
                words.say("earnings.light") if view.dark else words.say("earnings.dark"),
                view.model_copy(update={"dark": not view.dark}),
            ),
        ],
        keyboards.go(words.say("go.back"), "start"),
    )


def without_days(words: Words, view: View) -> InlineKeyboardMarkup:
    """Return the buttons where a view has no days."""
    return keyboards.rows(_spans(words, view), keyboards.go(words.say("go.back"), "start"))


def under_reasons(words: Words, asked: Why) -> InlineKeyboardMarkup:
    """Return the way back from the reasons to their view."""
    return keyboards.rows(keyboards.press(words.say("go.back"), View(**dict(asked))))


def _spans(words: Words, view: View) -> list[InlineKeyboardButton]:
    said = {
        Span.WEEK: words.say("earnings.span.7"),
        Span.MONTH: words.say("earnings.span.30"),
        Span.QUARTER: words.say("earnings.span.90"),
        Span.ALL: words.say("earnings.span.all"),
    }
    return [
        keyboards.press(
            f"· {name} ·" if span is view.span else name, view.model_copy(update={"span": span})
        )
        for span, name in said.items()
    ]
