"""What miners would earn: the answer in the chat, and the card to share."""

from __future__ import annotations

import html
from collections.abc import Iterable

from bot.amounts import Amounts
from bot.presenting.figures import setup, stale, text
from bot.texts import Words
from core.arithmetic.net import Split
from core.arithmetic.rates import PayoutUnit, Rates
from core.forecast import Foreseen, Outlook, Payback

OFFERS = 3
"""Offers named at most."""


def answer(amounts: Amounts, foreseen: Foreseen) -> str:
    """Return net, split, where nothing is left, and the offers that pay for themselves first."""
    outlook = foreseen.outlook
    if outlook.day is None:
        return text(*_title(amounts, foreseen), "", absent(amounts.words, outlook.rates))
    return text(
        *_title(amounts, foreseen),
        "",
        *_nets(amounts, outlook.day, outlook.rates),
        "",
        *_split(amounts, outlook.day, outlook.rates),
        "",
        *_break_even(amounts, outlook),
        "",
        *_paybacks(amounts, outlook.paybacks),
        "",
        amounts.words.say("forecast.note"),
    )


def card(amounts: Amounts, foreseen: Foreseen) -> str:
    """Return the forecast in few lines, for people who did not ask for it."""
    outlook = foreseen.outlook
    if outlook.day is None:
        return text(*_title(amounts, foreseen), "", absent(amounts.words, outlook.rates))
    return text(
        *_title(amounts, foreseen),
        "",
        *_nets(amounts, outlook.day, outlook.rates),
        "",
        *_break_even(amounts, outlook),
        "",
        amounts.words.say("forecast.note"),
    )


def title(amounts: Amounts, outlook: Outlook) -> str:
    """Return the miner in a line of plain text."""
    return html.unescape(setup(amounts, outlook.power, outlook.efficiency))


def glance(amounts: Amounts, outlook: Outlook) -> str:
    """Return the net a day in a line of plain text."""
    if outlook.day is None:
        return html.unescape(absent(amounts.words, outlook.rates))
    net = amounts.both(outlook.rates.of_usd(outlook.day.net))
    return html.unescape(amounts.words.say("forecast.day", amount=net))


def absent(words: Words, rates: Rates) -> str:
    """Return why there is no forecast."""
    if rates.unit is PayoutUnit.UNKNOWN:
        return words.say("forecast.unknown")
    return words.say("forecast.noRate")


def _title(amounts: Amounts, foreseen: Foreseen) -> Iterable[str]:
    words, outlook, fleet = amounts.words, foreseen.outlook, foreseen.fleet
    if fleet is not None:
        yield words.say("forecast.mine", count=len(fleet.miners))
        yield setup(amounts, outlook.power, outlook.efficiency)
        if not fleet.complete:
            yield words.say("miners.cut")
        yield stale(words, fleet.age, fleet.fault)
    else:
        yield f"<b>{setup(amounts, outlook.power, outlook.efficiency)}</b>"


def _nets(amounts: Amounts, day: Split, rates: Rates) -> Iterable[str]:
    words = amounts.words
    month, year = day.a_month(), day.a_year()
    yield words.say("forecast.day", amount=amounts.both(rates.of_usd(day.net)))
    yield words.say("forecast.month", amount=amounts.both(rates.of_usd(month.net)))
    yield words.say("forecast.year", amount=amounts.both(rates.of_usd(year.net)))


def _split(amounts: Amounts, day: Split, rates: Rates) -> Iterable[str]:
    words = amounts.words
    yield words.say("forecast.split")
    yield words.say("earnings.gross", amount=amounts.both(rates.of_usd(day.gross)))
    yield words.say("earnings.electricity", amount=amounts.both(rates.of_usd(-day.electricity)))
    yield words.say("earnings.service", amount=amounts.both(rates.of_usd(-day.service)))


def _break_even(amounts: Amounts, outlook: Outlook) -> Iterable[str]:
    words = amounts.words
    if outlook.break_even_efficiency is not None:
        efficiency = amounts.figure(outlook.break_even_efficiency)
        yield words.say("forecast.breakEvenEfficiency", efficiency=efficiency)
    if outlook.break_even_btc is not None:
        yield words.say("forecast.breakEvenBtc", price=amounts.usd(outlook.break_even_btc))


def _paybacks(amounts: Amounts, paybacks: list[Payback] | None) -> Iterable[str]:
    if paybacks is None:
        return
    words = amounts.words
    paying = [(one.days, one.price_per_th, one) for one in paybacks if one.days is not None]
    yield words.say("forecast.paybacks") if paying else words.say("forecast.noPayback")
    for days, _, offer in sorted(paying, key=lambda one: one[:2])[:OFFERS]:
        yield words.say(
            "forecast.payback",
            count=days,
            setup=setup(amounts, offer.power, offer.efficiency),
            price=amounts.usd(offer.price),
        )
