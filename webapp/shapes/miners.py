"""The user's miners."""

from __future__ import annotations

from datetime import date, datetime

from core.arithmetic.rates import PayoutUnit
from core.miners import KnownMiner, MinerReport, MinerSort, MinersPage
from webapp.shapes.envelope import Limit, Offset, Shape
from webapp.shapes.money import Amount, MoneyShape, cut


class MinersQuery(Shape):
    """Which miners, in which order."""

    sort: MinerSort = MinerSort.NET
    limit: Limit = 50
    offset: Offset = 0


class LatestNetShape(Shape):
    """What was left of the last mined day that was credited."""

    day: date
    net: MoneyShape


class MinerShape(Shape):
    """A miner, TH and W/TH; `expected` is net a day, null like any figure that cannot be had."""

    id: int
    name: str
    created_at: datetime
    power: Amount
    efficiency: Amount
    image_url: str
    small_image_url: str
    expected: MoneyShape | None
    latest: LatestNetShape | None
    earned: MoneyShape | None
    break_even_btc: Amount | None

    @classmethod
    def of(cls, report: MinerReport) -> MinerShape:
        """Present a miner."""
        miner, latest, break_even = report.miner, report.latest, report.break_even_btc
        return cls(
            id=miner.id,
            name=miner.name,
            created_at=miner.created_at,
            power=miner.power,
            efficiency=miner.efficiency,
            image_url=miner.image_url,
            small_image_url=miner.small_image_url,
            expected=report.expected and MoneyShape.of(report.expected),
            latest=latest and LatestNetShape(day=latest.day, net=MoneyShape.of(latest.net)),
            earned=report.earned and MoneyShape.of(report.earned),
            break_even_btc=None if break_even is None else cut(break_even),
        )


class KnownMinerShape(Shape):
    """A miner by itself; `age` and `fault` as in `MinersShape`."""

    miner: MinerShape
    age: int
    fault: str | None

    @classmethod
    def of(cls, known: KnownMiner) -> KnownMinerShape:
        """Present a miner and how old its figures are."""
        return cls(
            miner=MinerShape.of(known.report),
            age=known.age,
            fault=known.fault and known.fault.code,
        )


class MinersShape(Shape):
    """Some of `total` miners; not `complete` where there are too many to read.

    `age` in seconds, `fault` why nothing younger could be had.
    """

    array: list[MinerShape]
    total: int
    complete: bool
    unit: PayoutUnit | None
    age: int
    fault: str | None

    @classmethod
    def of(cls, page: MinersPage) -> MinersShape:
        """Present a page."""
        return cls(
            array=[MinerShape.of(report) for report in page.reports],
            total=page.total,
            complete=page.complete,
            unit=page.unit,
            age=page.age,
            fault=page.fault and page.fault.code,
        )
