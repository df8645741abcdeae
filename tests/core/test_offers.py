import json
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from core.arithmetic.net import Setup, daily
from core.arithmetic.rates import PayoutUnit
from core.errors import PartnerBrokenError, SignInAgainError
from core.forecast import Asked, Forecast
from core.market import Aged, AgedRates, Collection, Market
from core.model import UserId
from core.offers import Offers
from core.partner import Answer, operations
from sandbox.partner import PartnerOptions
from tests.core.books.around import RATES as TODAY
from tests.house import House, running_house
from webapp.keys import SERVICES

ADA = UserId(7)
RATES = "c2s/income-statistic/get-income-per-th"
COLLECTIONS = "c2s/nft-collection/find-all-generative"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path) as running:
        await running.visitor(ADA).sign_in()
        yield running


async def test_each_collection_has_its_price_per_th_and_its_payback(house: House) -> None:
    told = await house.app[SERVICES].offers.of(ADA)

    assert [offer.collection.id for offer in told.offers] == list(range(1, 9))
    assert told.age == 0
    for offer in told.offers:
        one = offer.collection
        assert offer.price_per_th * one.power == one.price
        split = daily(Setup(one.power, one.efficiency), told.rates)
        assert split is not None
        assert offer.payback_days is not None
        assert split.net * (offer.payback_days - 1) < one.price <= split.net * offer.payback_days


async def test_the_partners_own_return_agrees_with_the_payback(house: House) -> None:
    """The sandbox labels a collection with its yearly return, in percent."""
    for offer in (await house.app[SERVICES].offers.of(ADA)).offers:
        assert offer.payback_days is not None
        years = 100 / offer.collection.annual_roi
        assert abs(years * 365 - offer.payback_days) < 2


async def test_a_payout_of_unknown_unit_pays_nothing_back(tmp_path: Path) -> None:
    options = PartnerOptions(income_per_th=Decimal("0.0005"))
    async with running_house(tmp_path, options) as house:
        await house.visitor(ADA).sign_in()

        told = await house.app[SERVICES].offers.of(ADA)

    assert told.rates.unit is PayoutUnit.UNKNOWN
    assert {offer.payback_days for offer in told.offers} == {None}
    assert all(offer.price_per_th > 0 for offer in told.offers)


async def test_offers_outlive_a_partner_that_is_down(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await house.app[SERVICES].offers.of(ADA)
    monkeypatch.setattr("core.market.latest.FRESH", 0.0)
    await house.play(fail={"*": 500})

    assert (await house.app[SERVICES].offers.of(ADA)).offers == first.offers


class ToldMarket(Market):
    """A market of two collections, one of them without any TH."""

    def __init__(self, collections_age: int = 0, rates_age: int = 0) -> None:
        self._ages = collections_age, rates_age

    async def collections(self, user: UserId) -> Aged[list[Collection]]:
        assert user == ADA
        figures = dict.fromkeys(
            ("annualROI", "poolReward", "electricityCost", "serviceCost", "levelDiscount"), 0
        )
        told = [
            {"id": number, "power": power, "energyEfficiency": 15, "value": 216.99} | figures
            for number, power in ((1, 0), (2, 16))
        ]
        body = json.dumps({"data": {"array": told}}).encode()
        return Aged(Answer(body, operations.COLLECTIONS.form), self._ages[0])

    async def rates(self, user: UserId) -> AgedRates:
        assert user == ADA
        return AgedRates(TODAY, self._ages[1])


async def test_what_offers_no_th_is_no_offer() -> None:
    told = await Offers(ToldMarket()).of(ADA)

    assert [offer.collection.id for offer in told.offers] == [2]


@pytest.mark.parametrize("ages", [(3000, 40), (40, 3000)])
async def test_offers_and_a_forecast_are_as_old_as_the_older_of_rates_and_collections(
    ages: tuple[int, int],
) -> None:
    asked = Asked(power=Decimal(16), efficiency=Decimal(15))

    assert (await Offers(ToldMarket(*ages)).of(ADA)).age == 3000
    assert (await Forecast(ToldMarket(*ages), None).of(ADA, asked)).market_age == 3000  # type: ignore[arg-type]  # own miners are not asked about


@pytest.mark.parametrize("operation", [RATES, COLLECTIONS])
async def test_without_either_answer_there_are_no_offers(house: House, operation: str) -> None:
    await house.play(fail={operation: 500})

    with pytest.raises(PartnerBrokenError):
        await house.app[SERVICES].offers.of(ADA)


async def test_a_stranger_to_the_partner_is_told_to_sign_in(house: House) -> None:
    with pytest.raises(SignInAgainError):
        await house.app[SERVICES].offers.of(UserId(8))
