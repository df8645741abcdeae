from pathlib import Path

import pytest

from tests.house import House, Visitor, running_house
from webapp.routes import ROUTES

P2WPKH = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


async def test_an_address_is_bound_in_its_one_form(ada: Visitor) -> None:
    bound = await ada.post("/api/wallet/create-btc", {"address": f" {P2WPKH.upper()} "})

    assert bound.body == b'{"data":true}'
    (wallet,) = (await ada.get("/api/wallet/find-by-user")).data["array"]
    assert wallet["address"] == P2WPKH
    assert wallet["type"] == "BTC"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (P2WPKH[:-1] + "5", "malformed"),
        ("mzK2FFDEhxqHcmrJw1ysqFkVyhUULo45hZ", "wrong_network"),
        ("bc1pfeessrawgf", "not_payable"),
    ],
)
async def test_a_wrong_address_goes_nowhere(
    house: House, ada: Visitor, address: str, reason: str
) -> None:
    answer = await ada.post("/api/wallet/create-btc", {"address": address})

    assert (answer.status, answer.code) == (422, "btc_address_invalid")
    assert answer.json["reason"] == reason
    assert await house.seen("c2s/wallet/create-btc") == 0


@pytest.mark.parametrize(
    "body", [None, {}, {"address": ""}, {"address": 1}, {"address": "x" * 256}]
)
async def test_no_address_at_all_is_no_request(ada: Visitor, body: object) -> None:
    answer = await ada.post("/api/wallet/create-btc", body)

    assert (answer.status, answer.code) == (400, "request_invalid")


async def test_what_the_partner_says_no_to_is_passed_on_in_its_words(
    house: House, ada: Visitor
) -> None:
    await house.play(fail={"c2s/wallet/create-btc": 409})

    answer = await ada.post("/api/wallet/create-btc", {"address": P2WPKH})

    assert (answer.status, answer.code) == (422, "partner_rejected")
    assert answer.json["detail"]


async def test_a_write_is_never_sent_twice(house: House, ada: Visitor) -> None:
    await house.play(fail={"c2s/wallet/create-btc": 503})

    assert (await ada.post("/api/wallet/create-btc", {"address": P2WPKH})).status == 502
    assert await house.seen("c2s/wallet/create-btc") == 1


BTC_ROUTES = [
    (route.method, route.path) for route in ROUTES if route.path.startswith("/api/wallet")
]


async def test_without_the_btc_screens_their_routes_are_as_if_they_never_were(
    tmp_path: Path,
) -> None:
    async with running_house(tmp_path, btc_screens=False) as house:
        visitor = house.visitor()
        assert (await visitor.sign_in()).status == 200
        for method, path in BTC_ROUTES:
            answer = await visitor.ask(method, path, json={"address": P2WPKH})
            assert (answer.status, answer.code) == (404, "not_found"), path
        described = (await visitor.get("/api/openapi.json")).json["paths"]

    assert BTC_ROUTES
    assert [path for path in described if "wallet" in path] == []
