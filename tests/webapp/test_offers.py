from decimal import Decimal
from pathlib import Path

from sandbox.partner import PartnerOptions
from tests.house import House, Visitor, running_house

LABELS = ("annualRoi", "poolReward", "electricityCost", "serviceCost", "levelDiscount")


async def test_offers_are_told_as_the_partner_labels_them(ada: Visitor) -> None:
    mirrored = (await ada.get("/api/nft-collection/find-all-generative")).data["array"]

    told = (await ada.get("/api/offers")).data

    assert (told["unit"], told["age"]) == ("btc", 0)
    for offer, theirs in zip(told["array"], mirrored, strict=True):
        assert offer["id"] == theirs["id"]
        assert Decimal(offer["price"]) == Decimal(str(theirs["value"]))
        assert Decimal(offer["annualRoi"]) == Decimal(str(theirs["annualROI"]))
        for label in LABELS[1:]:
            assert Decimal(offer[label]) == Decimal(str(theirs[label]))
        assert offer["paybackDays"] > 0


async def test_a_price_per_th_is_cut_at_six_places(ada: Visitor) -> None:
    [fourth] = [one for one in (await ada.get("/api/offers")).data["array"] if one["id"] == 4]

    assert (fourth["pricePerTh"], fourth["power"], fourth["price"]) == ("13.561875", "16", "216.99")


async def test_an_unknown_unit_is_said_and_no_payback_shown(tmp_path: Path) -> None:
    options = PartnerOptions(income_per_th=Decimal("0.0005"))
    async with running_house(tmp_path, options) as house:
        ada = house.visitor()
        await ada.sign_in()

        told = (await ada.get("/api/offers")).data

    assert told["unit"] == "unknown"
    assert {offer["paybackDays"] for offer in told["array"]} == {None}


async def test_a_stranger_is_told_to_sign_in(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    assert (await visitor.get("/api/offers")).code == "sign_in_again"
