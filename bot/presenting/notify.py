"""When and of which income the bot writes, in sentences."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot import zones
from bot.amounts import Amounts
from bot.presenting.figures import text
from bot.texts import Words

EXAMPLE = Decimal("0.00002")
"""BTC: an amount that somebody may want to hear of."""


def settled(amounts: Amounts, now: datetime) -> str:
    """Return what is chosen."""
    words = amounts.words
    lines = [words.say("notify.lead"), ""]
    if amounts.preferences.notify:
        lines += [_when(amounts, now), _which(amounts)]
    else:
        lines.append(words.say("notify.off"))
    return text(*lines)


def ask_limit(amounts: Amounts, *, above: bool) -> str:
    """Return the question for the limit above, or below, which income is told."""
    words, example = amounts.words, amounts.btc(EXAMPLE)
    if above:
        return words.say("notify.askAbove", example=example)
    return words.say("notify.askBelow", example=example)


def clock(at: time, words: Words) -> str:
    """Return a time of day: `9:00 AM`, `09:00`."""
    return str(format_time(at, "short", locale=words.locale))


def _when(amounts: Amounts, now: datetime) -> str:
    words, chosen = amounts.words, amounts.preferences
    there = now.astimezone(ZoneInfo(chosen.time_zone))
    return words.say(
        "notify.on",
        hour=clock(time(chosen.notify_hour), words),
        zone=zones.city(chosen.time_zone, words),
        now=clock(there.time(), words),
    )


def _which(amounts: Amounts) -> str:
    words = amounts.words
    above, below = amounts.preferences.reward_above, amounts.preferences.reward_below
    if above is not None and below is not None:
        return words.say("notify.outside", above=amounts.btc(above), below=amounts.btc(below))
    if above is not None:
        return words.say("notify.above", limit=amounts.btc(above))
    if below is not None:
        return words.say("notify.below", limit=amounts.btc(below))
    return words.say("notify.always")
