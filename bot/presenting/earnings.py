"""Earnings: a day with its split, sums of days, and why a day differs from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from bot.amounts import NO_BREAK, SATS, Amounts, DayStyle
from bot.presenting.figures import signed, stale, text
from bot.texts import Words
from core.arithmetic.exact import exactly
from core.arithmetic.rates import Money
from core.earnings import Days
from core.income.change import Change
from core.income.days import DaySplit
from core.income.effect import Cause, Certainty, Effect

SEEN = Decimal("1e-9")
"""BTC, a tenth of a satoshi: what moved less is not named as a cause."""

NAMED = 2
"""Causes named in a line; `why` has them all."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one looks at: a *day* and its *change*, and sums of days.

    `week` and `month` are the last 7 and 30 days, `span` the days of the picture; `money` tells
    what BTC are worth.
    """

    day: DaySplit
    change: Change | None
    week: Days
    month: Days
    span: Days
    money: Callable[[Decimal], Money]


def summary(amounts: Amounts, seen: Seen) -> str:
    """Return the day's split, its change with the largest causes, and the sums."""
    words = amounts.words
    return text(
        *_split(amounts, seen.day, seen.money),
        words.say("earnings.partial") if seen.day.day in seen.span.partial else "",
        "",
        *([] if seen.change is None else _change(amounts, seen.change)),
        "",
        words.say("earnings.week", amount=amounts.both(seen.week.sums.net)),
        words.say("earnings.month", amount=amounts.both(seen.month.sums.net)),
        "",
        "" if seen.span.complete else words.say("earnings.cut"),
        stale(words, seen.span.age, seen.span.fault),
    )


def _split(amounts: Amounts, split: DaySplit, money: Callable[[Decimal], Money]) -> Iterable[str]:
    words = amounts.words
    yield words.say("earnings.day", day=amounts.day(split.day))
    yield words.say("earnings.net", amount=amounts.both(money(split.net)))
    yield ""
    yield words.say("earnings.gross", amount=amounts.btc(split.gross))
    yield words.say("earnings.electricity", amount=amounts.btc(-split.electricity))
    yield words.say("earnings.service", amount=amounts.btc(-split.service))
    if split.other:
        yield words.say("earnings.other", amount=amounts.btc(-split.other))


def _change(amounts: Amounts, change: Change) -> Iterable[str]:
    yield amounts.words.say(
        "earnings.change",
        amount=signed(amounts, change.difference),
        day=amounts.day(change.before.day, DayStyle.SHORT),
    )
    named = [effect for effect in change.effects if abs(effect.amount) >= SEEN]
    for effect in named[:NAMED]:
        yield f"{_cause(amounts.words, effect.cause)} {signed(amounts, effect.amount)}"


def why(amounts: Amounts, change: Change) -> str:
    """Return every cause with its amount, its own figures and how sure it is."""
    words = amounts.words
    lines = [
        words.say("earnings.day", day=amounts.day(change.after.day)),
        words.say(
            "earnings.change",
            amount=signed(amounts, change.difference),
            day=amounts.day(change.before.day, DayStyle.SHORT),
        ),
    ]
    for effect in change.effects:
        lines += ["", *_effect(amounts, effect)]
    if change.partial:
        lines += ["", words.say("earnings.partial")]
    return text(*lines, "", words.say("why.note"))


def _effect(amounts: Amounts, effect: Effect) -> Iterable[str]:
    words = amounts.words
    known = effect.certainty is Certainty.KNOWN
    sure = words.say("why.known") if known else words.say("why.inferred")
    yield f"<b>{_cause(words, effect.cause)}</b> {signed(amounts, effect.amount)} ({sure})"
    if effect.before is not None and effect.after is not None:
        was, became = (_own(amounts, effect.cause, at) for at in (effect.before, effect.after))
        yield f"{was} → {became}"


def _cause(words: Words, cause: Cause) -> str:
    match cause:
        case Cause.PAYOUT:
            return words.say("why.payout")
        case Cause.POWER:
            return words.say("why.power")
        case Cause.BTC_PRICE:
            return words.say("why.btcPrice")
        case Cause.MAINTENANCE:
            return words.say("why.maintenance")


@exactly
def _sats(amounts: Amounts, btc: Decimal) -> str:
    """Return satoshis to the hundredth, whatever the user's unit: a TH earns about 50 a day."""
    return f"{amounts.figure(btc * SATS)}{NO_BREAK}{amounts.words.say('unit.sats')}"


def _own(amounts: Amounts, cause: Cause, figure: Decimal) -> str:
    match cause:
        case Cause.PAYOUT:
            return _sats(amounts, figure)
        case Cause.POWER:
            return amounts.words.say("figures.power", power=amounts.figure(figure))
        case Cause.BTC_PRICE | Cause.MAINTENANCE:
            return amounts.usd(figure)
