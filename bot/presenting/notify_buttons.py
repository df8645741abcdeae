"""The buttons of `/notify`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import keyboards, zones
from bot.presenting.notify import clock
from bot.texts import Words
from core.preferences import Preferences

HOURS = 24
HOURS_A_ROW = 4


class Do(StrEnum):
    """What a button does."""

    TURN_ON = "on"
    TURN_OFF = "off"
    OFFER_HOURS = "hours"
    OFFER_ZONES = "zones"


class Side(StrEnum):
    """Where income has to be of its limit to be told."""

    ABOVE = "above"
    BELOW = "below"


class Notify(CallbackData, prefix="notify"):
    """A button that needs no more than its name."""

    do: Do


class Hour(CallbackData, prefix="notify-hour"):
    """An hour to write at, 0 to 23."""

    hour: int


class Zone(CallbackData, prefix="notify-zone"):
    """A time zone, by its name."""

    zone: str


class Limit(CallbackData, prefix="notify-limit"):
    """A limit to be typed, or to be dropped."""

    side: Side
    drop: bool = False


def settled(words: Words, chosen: Preferences) -> InlineKeyboardMarkup:
    """Return what can be changed; while it is off, only that."""
    back = keyboards.go(words.say("go.back"), "settings")
    if not chosen.notify:
        return keyboards.rows(_do(words.say("notify.turnOn"), Do.TURN_ON), back)
    hour = clock(time(chosen.notify_hour), words)
    city = zones.city(chosen.time_zone, words)
    return keyboards.rows(
        [
            _do(words.say("notify.hour", hour=hour), Do.OFFER_HOURS),
            _do(words.say("notify.zone", zone=city), Do.OFFER_ZONES),
        ],
        [
            keyboards.press(words.say("notify.setAbove"), Limit(side=Side.ABOVE)),
            keyboards.press(words.say("notify.setBelow"), Limit(side=Side.BELOW)),
        ],
        _do(words.say("notify.turnOff"), Do.TURN_OFF),
        back,
    )


def hours(words: Words, chosen: int) -> InlineKeyboardMarkup:
    """Return the hours of a day, the chosen one ticked."""
    buttons = [
        keyboards.press(_ticked(clock(time(hour), words), hour == chosen), Hour(hour=hour))
        for hour in range(HOURS)
    ]
    table = [buttons[at : at + HOURS_A_ROW] for at in range(0, HOURS, HOURS_A_ROW)]
    return keyboards.rows(*table, back(words))


def offered(words: Words, names: Sequence[str], chosen: str, now: datetime) -> InlineKeyboardMarkup:
    """Return time zones to choose from, each with how far it is from UTC."""
    buttons = [
        keyboards.press(_ticked(_place(name, words, now), name == chosen), Zone(zone=name))
        for name in names
    ]
    pairs = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    return keyboards.rows(*pairs, back(words))


def limit(words: Words, side: Side) -> InlineKeyboardMarkup:
    """Return the ways out of typing a limit."""
    drop = keyboards.press(words.say("notify.noLimit"), Limit(side=side, drop=True))
    return keyboards.rows(drop, back(words))


def back(words: Words) -> InlineKeyboardButton:
    """Return the way back to all that is chosen; it ends a dialogue."""
    return keyboards.go(words.say("go.back"), "notify")


def _place(name: str, words: Words, now: datetime) -> str:
    city, offset = zones.city(name, words), zones.offset(name, now)
    return city if city == name == "UTC" else f"{city}, {offset}"


def _ticked(text: str, is_chosen: bool) -> str:  # noqa: FBT001  # said by what it is asked with
    return f"✓ {text}" if is_chosen else text


def _do(text: str, do: Do) -> InlineKeyboardButton:
    return keyboards.press(text, Notify(do=do))
