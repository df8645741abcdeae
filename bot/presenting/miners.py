"""Miners: the list, and the card of one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.amounts import Amounts, DayStyle
from bot.presenting.figures import setup, stale, text
from core.arithmetic.rates import PayoutUnit
from core.earnings import Days
from core.errors import AppError
from core.forecast import Foreseen
from core.income.days import DaySplit
from core.miners import KnownMiner, MinerReport, MinersPage

NO_PHOTOS = (".svg", ".svgz")
"""What Telegram does not show as a photo."""

LONGEST_NAME = 64
"""Characters; under a picture Telegram takes 1024 in all."""


def listed(amounts: Amounts, page: MinersPage, together: Foreseen | AppError, *, first: int) -> str:
    """Return a page of miners, numbered from *first*, under what they are *together*."""
    words = amounts.words
    lines = [words.say("miners.title", count=page.total), *_totals(amounts, page, together)]
    for number, report in enumerate(page.reports, first):
        lines += ["", *_entry(amounts, number, report)]
    if not page.complete:
        lines += ["", words.say("miners.cut")]
    return text(*lines, "", stale(words, page.age, page.fault))


def _totals(amounts: Amounts, page: MinersPage, together: Foreseen | AppError) -> Iterable[str]:
    words = amounts.words
    if isinstance(together, AppError):
        yield words.say("miners.noRates")
        return
    outlook = together.outlook
    yield setup(amounts, outlook.power, outlook.efficiency)
    if outlook.day is not None:
        net = outlook.rates.of_usd(outlook.day.net)
        yield words.say("miners.expected", amount=amounts.both(net))
    elif page.unit is PayoutUnit.UNKNOWN:
        yield words.say("miners.unknown")
    else:
        yield words.say("miners.noRates")


def _entry(amounts: Amounts, number: int, report: MinerReport) -> Iterable[str]:
    words, miner = amounts.words, report.miner
    yield words.say("miners.entry", number=number, name=_name(report))
    yield setup(amounts, miner.power, miner.efficiency)
    if report.expected is not None:
        yield words.say("miners.expected", amount=amounts.both(report.expected))
    if report.latest is not None:
        yield words.say(
            "miners.latest",
            amount=amounts.btc(report.latest.net.btc),
            day=amounts.day(report.latest.day, DayStyle.SHORT),
        )


def card(amounts: Amounts, known: KnownMiner, days: Days | AppError) -> str:
    """Return all that is known of a miner, and its last *days* where they can be had."""
    words, report, miner = amounts.words, known.report, known.report.miner
    lines = [
        words.say("miner.title", name=_name(report)),
        setup(amounts, miner.power, miner.efficiency),
        words.say("miner.since", day=amounts.day(miner.created_at.date())),
        "",
        words.say("miner.unknown")
        if report.expected is None
        else words.say("miners.expected", amount=amounts.both(report.expected)),
    ]
    if report.latest is not None:
        lines.append(
            words.say(
                "miners.latest",
                amount=amounts.both(report.latest.net),
                day=amounts.day(report.latest.day, DayStyle.SHORT),
            )
        )
    if report.earned is not None:
        lines.append(words.say("miner.earned", amount=amounts.both(report.earned)))
    if report.break_even_btc is not None:
        lines.append(words.say("miner.breakEven", price=amounts.usd(report.break_even_btc)))
    if not isinstance(days, AppError) and days.splits:
        lines += ["", words.say("miner.days"), *(_day(amounts, day) for day in days.splits)]
    age, fault = known.age, known.fault
    if not isinstance(days, AppError) and days.fault and (fault is None or days.age > age):
        age, fault = days.age, days.fault
    return text(*lines, "", stale(words, age, fault))


def _day(amounts: Amounts, split: DaySplit) -> str:
    return amounts.words.say(
        "miner.day", day=amounts.day(split.day, DayStyle.SHORT), amount=amounts.btc(split.net)
    )


def picture(url: str) -> str | None:
    """Return the address of a miner's picture, if Telegram can fetch and show it."""
    path = re.split("[?#]", url.lower(), maxsplit=1)[0]
    return url if path.startswith("https://") and not path.endswith(NO_PHOTOS) else None


def _name(report: MinerReport) -> str:
    return report.miner.name[:LONGEST_NAME]
