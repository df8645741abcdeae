"""The collections on offer."""

from __future__ import annotations

from core.arithmetic.rates import PayoutUnit
from core.offers import Offer, OnOffer
from webapp.shapes.envelope import Shape
from webapp.shapes.money import Amount, cut


class OfferShape(Shape):
    """A collection; the last five figures are the partner's own, their units not documented.

    `paybackDays` is null where it is never paid back, or `unit` is unknown.
    """

    id: int
    power: Amount
    efficiency: Amount
    price: Amount
    price_per_th: Amount
    payback_days: int | None
    annual_roi: Amount
    pool_reward: Amount
    electricity_cost: Amount
    service_cost: Amount
    level_discount: Amount

    @classmethod
    def of(cls, offer: Offer) -> OfferShape:
        """Present an offer."""
        one = offer.collection
        return cls(
            id=one.id,
            power=one.power,
            efficiency=one.efficiency,
            price=one.price,
            price_per_th=cut(offer.price_per_th),
            payback_days=offer.payback_days,
            annual_roi=one.annual_roi,
            pool_reward=one.pool_reward,
            electricity_cost=one.electricity_cost,
            service_cost=one.service_cost,
            level_discount=one.level_discount,
        )


class OffersShape(Shape):
    """Every collection, and the unit of the rates that the paybacks are reckoned with.

    `age` in seconds is that of the older: rates or collections.
    """

    array: list[OfferShape]
    unit: PayoutUnit
    age: int

    @classmethod
    def of(cls, on_offer: OnOffer) -> OffersShape:
        """Present all offers."""
        return cls(
            array=[OfferShape.of(offer) for offer in on_offer.offers],
            unit=on_offer.rates.unit,
            age=on_offer.age,
        )
