"""What is asked of a forecast, and what it says."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Strict

from core.arithmetic.net import Split
from core.arithmetic.rates import Rates
from core.arithmetic.reinvestment import Point
from core.forecast import Asked, Foreseen, Outlook, Payback, Reinvestment
from webapp.shapes.envelope import Shape
from webapp.shapes.money import Amount, Given, MoneyShape, RatesShape, cut


class AskForecast(Shape):
    """Which miners (both figures, or neither for one's own), and what is other than today."""

    power: Given | None = None
    efficiency: Given | None = None
    kwh_price: Given | None = None
    service_cost: Given | None = None
    btc_rate: Given | None = None
    payout_change: Given | None = None
    discounts: list[Given] = Field(default_factory=list)
    price_per_th: Given | None = None
    years: Annotated[int, Strict()] = 1

    def asked(self) -> Asked:
        """Return it in the core's words; `RequestError` where a figure is out of bounds."""
        return Asked(**{**dict(self), "discounts": tuple(self.discounts)})


class SetupShape(Shape):
    """The miners reckoned with; `efficiency` is null where there is no TH.

    The rest is of one's own miners: how many, whether that is all of them, how old the list is in
    seconds, and why it is no younger.
    """

    power: Amount
    efficiency: Amount | None
    miners: int | None
    complete: bool
    age: int | None
    fault: str | None

    @classmethod
    def of(cls, foreseen: Foreseen) -> SetupShape:
        """Present the miners of a forecast."""
        outlook, fleet = foreseen.outlook, foreseen.fleet
        return cls(
            power=cut(outlook.power),
            efficiency=outlook.efficiency and cut(outlook.efficiency),
            miners=len(fleet.miners) if fleet else None,
            complete=fleet.complete if fleet else True,
            age=fleet.age if fleet else None,
            fault=fleet.fault.code if fleet and fleet.fault else None,
        )


class SplitShape(Shape):
    """What comes in, what goes out and what is left."""

    gross: MoneyShape
    electricity: MoneyShape
    service: MoneyShape
    net: MoneyShape

    @classmethod
    def of(cls, split: Split, rates: Rates) -> SplitShape:
        """Present a split."""
        return cls(
            gross=MoneyShape.of(rates.of_usd(split.gross)),
            electricity=MoneyShape.of(rates.of_usd(split.electricity)),
            service=MoneyShape.of(rates.of_usd(split.service)),
            net=MoneyShape.of(rates.of_usd(split.net)),
        )


class BreakEven(Shape):
    """The W/TH and the USD per BTC at which nothing is left; null where there is no such figure."""

    efficiency: Amount | None
    btc_rate: Amount | None

    @classmethod
    def of(cls, outlook: Outlook) -> BreakEven:
        """Present where nothing is left."""
        efficiency, btc = outlook.break_even_efficiency, outlook.break_even_btc
        return cls(
            efficiency=None if efficiency is None else cut(efficiency),
            btc_rate=None if btc is None else cut(btc),
        )


class PaybackShape(Shape):
    """A collection on offer and when it is paid back; `days` null: never, or it cannot be told."""

    id: int
    power: Amount
    efficiency: Amount
    price: Amount
    price_per_th: Amount
    days: int | None

    @classmethod
    def of(cls, payback: Payback) -> PaybackShape:
        """Present a payback."""
        return cls(
            id=payback.id,
            power=payback.power,
            efficiency=payback.efficiency,
            price=payback.price,
            price_per_th=cut(payback.price_per_th),
            days=payback.days,
        )


class PointShape(Shape):
    """How things stand after a month: `earned` was spent on TH, `saved` is without buying any."""

    month: int
    power: Amount
    earned: MoneyShape
    saved: MoneyShape

    @classmethod
    def of(cls, point: Point, rates: Rates) -> PointShape:
        """Present a point of the curve."""
        return cls(
            month=point.month,
            power=cut(point.power),
            earned=MoneyShape.of(rates.of_usd(point.earned)),
            saved=MoneyShape.of(rates.of_usd(point.saved)),
        )


class ReinvestmentShape(Shape):
    """The TH that income buys, in USD and W/TH, and the curve that comes of it."""

    price_per_th: Amount
    efficiency: Amount
    points: list[PointShape]

    @classmethod
    def of(cls, reinvestment: Reinvestment, rates: Rates) -> ReinvestmentShape:
        """Present a curve."""
        return cls(
            price_per_th=cut(reinvestment.buying.price_per_th),
            efficiency=cut(reinvestment.buying.efficiency),
            points=[PointShape.of(point, rates) for point in reinvestment.points],
        )


class ForecastShape(Shape):
    """What miners would earn; splits are null where `rates.unit` is unknown.

    A month is a twelfth of 365 days. `paybacks` is null where the partner does not tell what is
    on offer. `marketAge` in seconds is that of the older: rates or offers.
    """

    setup: SetupShape
    rates: RatesShape
    market_age: int
    discount: Amount
    day: SplitShape | None
    month: SplitShape | None
    year: SplitShape | None
    break_even: BreakEven
    paybacks: list[PaybackShape] | None
    reinvestment: ReinvestmentShape | None

    @classmethod
    def of(cls, foreseen: Foreseen) -> ForecastShape:
        """Present a forecast."""
        outlook = foreseen.outlook
        day, rates, curve = outlook.day, outlook.rates, outlook.reinvestment
        return cls(
            setup=SetupShape.of(foreseen),
            rates=RatesShape.of(rates),
            market_age=foreseen.market_age,
            discount=outlook.discount,
            day=day and SplitShape.of(day, rates),
            month=day and SplitShape.of(day.a_month(), rates),
            year=day and SplitShape.of(day.a_year(), rates),
            break_even=BreakEven.of(outlook),
            paybacks=None
            if outlook.paybacks is None
            else [PaybackShape.of(payback) for payback in outlook.paybacks],
            reinvestment=curve and ReinvestmentShape.of(curve, rates),
        )
