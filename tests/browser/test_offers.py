"""What is on offer: its price per TH, how soon it pays back, and the partner's own figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.async_api import expect

from sandbox.partner import PartnerOptions
from tests.browser.conftest import Phone
from tests.browser.owner import Json, Owner, figure, payback, price, said, soonest

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPTIONS = PartnerOptions(miners=1)
NEVER = "never at today\u2019s rates"


async def test_every_offer_says_what_it_costs_and_when_that_is_back(
    owned: Phone, owner: Owner
) -> None:
    told = sorted((await owner.told("/api/offers"))["array"], key=soonest)

    app = await owned.open(start="offers")
    await owned.settled()

    shown = await app.locator(".offer").all()
    for card, offer in zip(shown, told, strict=True):
        assert await said(card.locator("h2")) == f"{figure(offer['power'])} TH"
        assert [await said(fact) for fact in await card.locator(".facts dd").all()] == [
            price(offer["price"]),
            price(offer["pricePerTh"]),
            payback(offer["paybackDays"], NEVER),
        ]


@pytest.mark.parametrize(
    ("name", "figure_of"),
    [
        pytest.param("Price per TH", lambda offer: Decimal(offer["pricePerTh"]), id="per TH"),
        pytest.param("Power", lambda offer: Decimal(offer["power"]), id="power"),
    ],
)
async def test_offers_are_sorted_as_one_likes(
    owned: Phone, owner: Owner, name: str, figure_of: Callable[[Json], Decimal]
) -> None:
    told = sorted((await owner.told("/api/offers"))["array"], key=figure_of)
    app = await owned.open(start="offers")
    await owned.settled()

    await app.get_by_role("radio", name=name).check()

    names = [await said(each) for each in await app.locator(".offer h2").all()]
    assert names == [f"{figure(offer['power'])} TH" for offer in told]


async def test_the_partners_own_figures_are_shown_as_given(owned: Phone, owner: Owner) -> None:
    offer = min((await owner.told("/api/offers"))["array"], key=soonest)
    app = await owned.open(start="offers")
    await owned.settled()
    card = app.locator(".offer").first

    await card.get_by_text("As GoMining states it").click()

    names = ("annualRoi", "poolReward", "electricityCost", "serviceCost", "levelDiscount")
    shown = [await said(each) for each in await card.locator(".given dd").all()]
    assert shown == [figure(offer[name], 6) for name in names]


async def test_the_market_place_opens_beside_the_app_once_one_agrees(owned: Phone) -> None:
    app = await owned.open(start="offers")

    await app.get_by_role("link", name="Buy at GoMining").click()

    await expect(owned.popup).to_contain_text("https://gomining.com")
    await owned.answer_popup("Cancel")
    assert owned.context.pages == [owned.page]
