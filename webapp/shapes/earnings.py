"""What was earned, day by day, and why it changed."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from core.earnings import Days
from core.income.change import Change
from core.income.days import DaySplit
from core.income.effect import Cause, Certainty, Effect
from webapp.shapes.envelope import Digits, Shape
from webapp.shapes.home import LastDays
from webapp.shapes.money import BTC_PLACES, Amount, MoneyShape, cut

_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _iso(given: object) -> object:
    """Refuse the seconds since 1970 and the times that pydantic would take for a date."""
    if not (isinstance(given, date) or (isinstance(given, str) and _ISO.fullmatch(given))):
        raise ValueError("should be a date like 2026-11-22")
    return given


IsoDay = Annotated[date, BeforeValidator(_iso)]
MinerId = Annotated[int, Field(ge=0, le=2**63 - 1), Digits]


class AskEarnings(LastDays):
    """Which days, and of which miner; all of them where none is named."""

    miner: MinerId | None = None


class AskExport(AskEarnings):
    """The same in a body, where a number is a number: `false` is no miner."""

    model_config = ConfigDict(strict=True)


class AskChange(Shape):
    """Which two days to compare, and of which miner; all of them where none is named."""

    before: IsoDay
    after: IsoDay
    miner: MinerId | None = None


class EarnedDay(Shape):
    """A mined day in BTC; `partial` while credits arrive.

    Gross less the four costs is net, but for what is cut off behind the twelfth place.
    """

    day: date
    gross: Amount
    electricity: Amount
    service: Amount
    service_3: Amount
    service_4: Amount
    net: Amount
    miners: int
    partial: bool

    @classmethod
    def of(cls, split: DaySplit, *, partial: bool) -> EarnedDay:
        """Present a day."""
        return cls(
            day=split.day,
            gross=cut(split.gross, BTC_PLACES),
            electricity=cut(split.electricity, BTC_PLACES),
            service=cut(split.service, BTC_PLACES),
            service_3=cut(split.service_3, BTC_PLACES),
            service_4=cut(split.service_4, BTC_PLACES),
            net=cut(split.net, BTC_PLACES),
            miners=split.miners,
            partial=partial,
        )


class EarnedSums(Shape):
    """What the days come to together, at today's rates."""

    gross: MoneyShape
    electricity: MoneyShape
    service: MoneyShape
    other: MoneyShape
    net: MoneyShape


class EarnedDays(Shape):
    """Days newest first; `age` in seconds, `fault` why nothing younger could be had."""

    days: list[EarnedDay]
    complete: bool
    sums: EarnedSums
    age: int
    fault: str | None

    @classmethod
    def of(cls, days: Days) -> EarnedDays:
        """Present days."""
        sums = days.sums
        return cls(
            days=[EarnedDay.of(split, partial=split.day in days.partial) for split in days.splits],
            complete=days.complete,
            sums=EarnedSums(
                gross=MoneyShape.of(sums.gross),
                electricity=MoneyShape.of(sums.electricity),
                service=MoneyShape.of(sums.service),
                other=MoneyShape.of(sums.other),
                net=MoneyShape.of(sums.net),
            ),
            age=days.age,
            fault=days.fault and days.fault.code,
        )


class ChangeCause(Shape):
    """What a cause did to the net, in BTC, and its own figures on both days, null where unknown.

    They are: of `payout` gross BTC per TH and day; of `power` TH; of `btc_price` USD; of
    `maintenance` USD per TH and day.
    """

    cause: Cause
    amount: Amount
    certainty: Certainty
    before: Amount | None
    after: Amount | None

    @classmethod
    def of(cls, effect: Effect) -> ChangeCause:
        """Present an effect."""
        before, after = effect.before, effect.after
        return cls(
            cause=effect.cause,
            amount=effect.amount,
            certainty=effect.certainty,
            before=None if before is None else cut(before, BTC_PLACES),
            after=None if after is None else cut(after, BTC_PLACES),
        )


class DayChange(Shape):
    """Two days and their difference in BTC; the causes, largest first, add up to it exactly."""

    before: EarnedDay
    after: EarnedDay
    difference: Amount
    causes: list[ChangeCause]

    @classmethod
    def of(cls, change: Change) -> DayChange:
        """Present a change."""
        before, after = change.before, change.after
        return cls(
            before=EarnedDay.of(before, partial=before.day in change.partial),
            after=EarnedDay.of(after, partial=after.day in change.partial),
            difference=change.difference,
            causes=[ChangeCause.of(effect) for effect in change.effects],
        )


class ExportShape(Shape):
    """Where a file can be fetched without a session, until when, and whether it holds them all."""

    url: str = Field(repr=False)
    file_name: str
    expires_at: datetime
    complete: bool
