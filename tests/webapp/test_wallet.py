from datetime import datetime
from pathlib import Path

import pytest

from core.model import UserId
from tests.house import House, Visitor, running_house
from webapp.keys import SERVICES
from webapp.routes import ROUTES

P2WPKH = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
P2PKH = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
BIND, CHECK = "/api/wallet/create-btc", "/api/wallet/check-btc"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(f" {P2WPKH.upper()} ", id="another form"),
        pytest.param(f"BITCOIN:{P2WPKH.upper()}?label=Ada", id="a URI"),
    ],
)
async def test_an_address_is_bound_in_its_one_form(ada: Visitor, written: str) -> None:
    bound = await ada.post(BIND, {"address": written})

    assert bound.body == b'{"data":true}'
    (wallet,) = (await ada.get("/api/wallet/find-by-user")).data["array"]
    assert wallet["address"] == P2WPKH
    assert wallet["type"] == "BTC"


async def test_an_address_is_shown_in_its_one_form_before_it_is_bound(
    house: House, ada: Visitor
) -> None:
    checked = await ada.post(CHECK, {"address": f"bitcoin:{P2WPKH.upper()}?amount=1"})

    assert checked.data == {"address": P2WPKH, "kind": "p2wpkh"}
    assert await house.seen("c2s/wallet/create-btc") == 0
    assert (await ada.get("/api/wallet")).data == {"array": []}


async def test_bound_addresses_are_listed_with_their_kinds(ada: Visitor) -> None:
    for address in (P2WPKH, P2PKH):
        await ada.post(BIND, {"address": address})

    mirrored = (await ada.get("/api/wallet/find-by-user")).data["array"]
    bound = (await ada.get("/api/wallet")).data["array"]

    assert [(row["address"], row["kind"]) for row in bound] == [
        (P2WPKH, "p2wpkh"),
        (P2PKH, "p2pkh"),
    ]
    assert [row["id"] for row in bound] == [row["id"] for row in mirrored]
    assert [_time(row["createdAt"]) for row in bound] == [
        _time(row["createdAt"]) for row in mirrored
    ]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        pytest.param("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "p2wpkh", id="another network"),
        pytest.param("bc1pfeessrawgf", None, id="nobody's"),
        pytest.param(P2WPKH[:-1] + "5", None, id="no address"),
    ],
)
async def test_what_the_partner_bound_without_us_is_listed_too(
    house: House, ada: Visitor, address: str, kind: str | None
) -> None:
    payouts = house.app[SERVICES].payouts
    await payouts._tokens.call(
        UserId(ada.user), lambda jwt: payouts._partner.bind_btc(jwt, address)
    )

    (bound,) = (await ada.get("/api/wallet")).data["array"]

    assert (bound["address"], bound["kind"]) == (address, kind)


@pytest.mark.parametrize("path", [BIND, CHECK])
@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (P2WPKH[:-1] + "5", "one_wrong_character"),
        (P2WPKH[:-1], "malformed"),
        ("mzK2FFDEhxqHcmrJw1ysqFkVyhUULo45hZ", "testnet_address"),
        ("bc1pfeessrawgf", "not_payable"),
        ("0:" + "8f" * 32, "ton_address"),
        (f"bitcoin:{P2WPKH}?req-pop=1", "unsupported_uri"),
    ],
)
async def test_a_wrong_address_goes_nowhere(
    house: House, ada: Visitor, path: str, address: str, reason: str
) -> None:
    answer = await ada.post(path, {"address": address})

    assert (answer.status, answer.code) == (422, "btc_address_invalid")
    assert answer.json["reason"] == reason
    assert await house.seen("c2s/wallet/create-btc") == 0


async def test_nothing_is_said_of_which_character_is_wrong(ada: Visitor) -> None:
    answer = await ada.post(CHECK, {"address": P2WPKH[:-1] + "5"})

    assert answer.json.keys() == {"title", "status", "code", "requestId", "reason"}


@pytest.mark.parametrize("path", [BIND, CHECK])
@pytest.mark.parametrize(
    "body", [None, {}, {"address": ""}, {"address": 1}, {"address": "x" * 2049}]
)
async def test_no_address_at_all_is_no_request(ada: Visitor, path: str, body: object) -> None:
    answer = await ada.post(path, body)

    assert (answer.status, answer.code) == (400, "request_invalid")


async def test_what_the_partner_says_no_to_is_passed_on_in_its_words(
    house: House, ada: Visitor
) -> None:
    await house.play(fail={"c2s/wallet/create-btc": 409})

    answer = await ada.post(BIND, {"address": P2WPKH})

    assert (answer.status, answer.code) == (422, "partner_rejected")
    assert answer.json["detail"]


async def test_a_write_is_never_sent_twice(house: House, ada: Visitor) -> None:
    await house.play(fail={"c2s/wallet/create-btc": 503})

    assert (await ada.post(BIND, {"address": P2WPKH})).status == 502
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
