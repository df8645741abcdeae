"""Lines that several conversations share."""

from __future__ import annotations

from decimal import Decimal

from bot.amounts import Amounts
from bot.texts import Words
from core.errors import AppError

MINUTES_AN_HOUR = 60
SECONDS_A_MINUTE = 60


def text(*lines: str) -> str:
    """Return *lines* one below the other; an empty one is a gap, and two are one."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n")


def setup(amounts: Amounts, power: Decimal, efficiency: Decimal | None) -> str:
    """Return a miner, or several together: `16 TH · 15 W/TH`."""
    if efficiency is None:
        return amounts.words.say("figures.power", power=amounts.figure(power))
    return amounts.words.say(
        "figures.setup", power=amounts.figure(power), efficiency=amounts.figure(efficiency)
    )


def signed(amounts: Amounts, btc: Decimal) -> str:
    """Return a difference with its sign; one too small to be seen has none."""
    written = amounts.btc(btc)
    return f"+{written}" if btc > 0 and written != amounts.btc(Decimal(0)) else written


def stale(words: Words, age: int, fault: AppError | None) -> str:
    """Return how old figures are that could not be renewed; nothing where they could."""
    if fault is None:
        return ""
    minutes = age // SECONDS_A_MINUTE
    if minutes < MINUTES_AN_HOUR:
        said = words.say("age.minutes", count=minutes)
    else:
        said = words.say("age.hours", count=minutes // MINUTES_AN_HOUR)
    return words.say("figures.stale", age=said)
