from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from limits import parse

from core import rate_limit
from sandbox.partner import PartnerOptions
from tests.house import House, Visitor, running_house

SIXTEEN = {"power": "16", "efficiency": "15"}
COLLECTIONS = "c2s/nft-collection/find-all-generative"
EXAMPLE = {"btcRate": "78862.65", "kwhPrice": "0.05", "serviceCost": "0.0089"}


async def told(options: PartnerOptions, folder: Path, body: dict[str, Any]) -> Any:  # noqa: ANN401  # JSON
    async with running_house(folder, options) as house:
        ada = house.visitor()
        await ada.sign_in()
        return (await ada.post("/api/forecast", body)).data


async def test_what_is_typed_in_is_answered_to_the_digit(ada: Visitor) -> None:
    answer = (await ada.post("/api/forecast", SIXTEEN | EXAMPLE)).data

    assert answer["setup"] == {
        "power": "16",
        "efficiency": "15",
        "miners": None,
        "complete": True,
        "age": None,
        "fault": None,
    }
    rates = answer["rates"]
    assert (rates["unit"], rates["btcRate"], rates["kwhPrice"]) == ("btc", "78862.65", "0.05")
    gross = Decimal(rates["incomePerTh"]) * Decimal("78862.65") * 16
    day = answer["day"]
    assert day["electricity"]["usd"] == "0.288"
    assert day["service"]["usd"] == "0.1424"
    assert abs(Decimal(day["gross"]["usd"]) - gross) < Decimal("1E-6")
    assert abs(Decimal(day["net"]["usd"]) - (gross - Decimal("0.4304"))) < Decimal("1E-6")
    year = Decimal(answer["year"]["net"]["usd"])
    assert 0 <= year - 365 * Decimal(day["net"]["usd"]) < Decimal("0.001")
    assert 0 <= year - 12 * Decimal(answer["month"]["net"]["usd"]) < Decimal("0.001")


async def test_a_payout_told_in_usd_is_the_example(tmp_path: Path) -> None:
    options = PartnerOptions(income_per_th=Decimal("0.03895125"))
    answer = await told(options, tmp_path, SIXTEEN)

    assert answer["rates"]["unit"] == "usd"
    assert answer["day"]["gross"]["usd"] == "0.62322"
    assert answer["day"]["net"]["usd"] == "0.19282"
    assert answer["breakEven"]["efficiency"] == "25.042708"


async def test_my_miners_are_reckoned_without_typing(tmp_path: Path) -> None:
    answer = await told(PartnerOptions(miners=3), tmp_path, {})

    setup = answer["setup"]
    assert (setup["miners"], setup["complete"], setup["age"]) == (3, True, 0)
    assert Decimal(setup["power"]) > 0
    assert Decimal(answer["day"]["net"]["btc"]) > 0
    assert len(answer["paybacks"]) == 8
    assert [point["month"] for point in answer["reinvestment"]["points"]] == list(range(13))


async def test_an_empty_account_earns_nothing_and_is_no_error(tmp_path: Path) -> None:
    answer = await told(PartnerOptions(miners=0), tmp_path, {})

    assert answer["setup"]["power"] == "0"
    assert answer["setup"]["efficiency"] is None
    assert answer["day"]["net"] == {"btc": "0", "usd": "0", "gomining": "0"}


async def test_an_unknown_unit_is_said_in_place_of_numbers(tmp_path: Path) -> None:
    options = PartnerOptions(income_per_th=Decimal("0.0005"))
    answer = await told(options, tmp_path, SIXTEEN | {"years": 5, "pricePerTh": "13"})

    assert (answer["rates"]["unit"], answer["rates"]["payout"]) == ("unknown", None)
    for part in ("day", "month", "year", "reinvestment"):
        assert answer[part] is None
    assert answer["breakEven"] == {"efficiency": None, "btcRate": None}
    assert {payback["days"] for payback in answer["paybacks"]} == {None}


async def test_circumstances_can_be_other_than_today(ada: Visitor) -> None:
    today = (await ada.post("/api/forecast", SIXTEEN)).data
    there = (
        await ada.post(
            "/api/forecast",
            SIXTEEN
            | {
                "payoutChange": "-0.5",
                "discounts": ["0.1", "0.05"],
                "pricePerTh": "10",
                "years": 3,
            },
        )
    ).data

    assert there["discount"] == "0.15"
    assert Decimal(there["day"]["gross"]["usd"]) < Decimal(today["day"]["gross"]["usd"])
    assert there["reinvestment"]["pricePerTh"] == "10"
    assert there["reinvestment"]["efficiency"] == "15"
    assert len(there["reinvestment"]["points"]) == 37


async def test_the_break_even_price_given_back_leaves_nothing(ada: Visitor) -> None:
    price = (await ada.post("/api/forecast", SIXTEEN)).data["breakEven"]["btcRate"]

    there = (await ada.post("/api/forecast", SIXTEEN | {"btcRate": price})).data

    assert there["day"]["net"]["usd"] == "0"


async def test_figures_are_plain_decimals(ada: Visitor) -> None:
    small = {"power": "0.000001", "efficiency": "15", "years": 5}

    answer = await ada.post("/api/forecast", small)

    assert b"E-" not in answer.body
    assert all(isinstance(value, str) for value in answer.data["day"]["net"].values())


async def test_without_collections_there_are_no_paybacks(house: House, ada: Visitor) -> None:
    await house.play(fail={COLLECTIONS: 500})

    answer = (await ada.post("/api/forecast", SIXTEEN)).data

    assert (answer["paybacks"], answer["reinvestment"]) == (None, None)
    assert answer["day"] is not None


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        pytest.param({"power": "16"}, "power and efficiency should be given together", id="half"),
        pytest.param({"power": 16, "efficiency": "15"}, "power: plain_decimal_string", id="number"),
        pytest.param(
            SIXTEEN | {"kwhPrice": "1e-3"}, "kwhPrice: plain_decimal_string", id="exponent"
        ),
        pytest.param(SIXTEEN | {"btcRate": "NaN"}, "btcRate: plain_decimal_string", id="NaN"),
        pytest.param(
            SIXTEEN | {"btcRate": "٣"}, "btcRate: plain_decimal_string", id="other digits"
        ),
        pytest.param(
            SIXTEEN | {"btcRate": "1\n"}, "btcRate: plain_decimal_string", id="line break"
        ),
        pytest.param(SIXTEEN | {"power": "9" * 19}, "power: plain_decimal_string", id="long"),
        pytest.param(SIXTEEN | {"power": "-1"}, "power should be 0 to 10000000 TH", id="negative"),
        pytest.param(SIXTEEN | {"discounts": ["2"]}, "discount should be 0 to 1", id="discount"),
        pytest.param(
            SIXTEEN | {"discounts": ["0"] * 11}, "discounts should be 10 at most", id="discounts"
        ),
        pytest.param(SIXTEEN | {"years": 6}, "years should be 1 to 5", id="years"),
        pytest.param(SIXTEEN | {"years": 10**40}, "years should be 1 to 5", id="ages"),
        pytest.param(SIXTEEN | {"years": "2"}, "years: int_type", id="years in a string"),
        pytest.param([], "body: model_type", id="no object"),
    ],
)
async def test_what_cannot_be_asked_is_refused_by_name(
    ada: Visitor, body: object, detail: str
) -> None:
    answer = await ada.post("/api/forecast", body)

    assert (answer.status, answer.code) == (400, "request_invalid")
    assert answer.json["detail"] == detail


async def test_sliders_may_move_fast_but_not_without_end(ada: Visitor) -> None:
    assert rate_limit.FORECAST.per_user == parse("240/minute")
    for _ in range(240):
        await ada.post("/api/forecast", {"power": "1"})

    assert (await ada.post("/api/forecast", SIXTEEN)).code == "rate_limited"
