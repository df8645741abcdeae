"""GET /api/miners through the whole product."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.partner import PartnerOptions
from tests.house import House, Visitor, running_house

MINERS = "c2s/nft/get-my"


async def test_miners_come_with_their_figures(ada: Visitor) -> None:
    page = (await ada.get("/api/miners")).data

    assert page["total"] == len(page["array"])
    assert (page["complete"], page["unit"], page["fault"]) == (True, "btc", None)
    miner = page["array"][0]
    assert set(miner) == {
        "id", "name", "createdAt", "power", "efficiency", "imageUrl", "smallImageUrl",
        "expected", "latest", "earned", "breakEvenBtc",
    }  # fmt: skip  # a list of names
    for money in (miner["expected"], miner["latest"]["net"], miner["earned"]):
        assert {type(amount) for amount in money.values()} == {str}


async def test_a_long_list_is_read_page_by_page(tmp_path: Path) -> None:
    async with running_house(tmp_path, PartnerOptions(miners=120, page_cap=20)) as house:
        ada = house.visitor()
        await ada.sign_in()

        pages = [
            (await ada.get("/api/miners", sort="power", offset=offset)).data
            for offset in (0, 50, 100)
        ]

    assert [len(page["array"]) for page in pages] == [50, 50, 20]
    assert {page["total"] for page in pages} == {120}
    powers = [float(miner["power"]) for page in pages for miner in page["array"]]
    assert powers == sorted(powers, reverse=True)
    assert len({miner["id"] for page in pages for miner in page["array"]}) == 120


@pytest.mark.parametrize("sort", ["net", "power", "efficiency", "income", "age", "name"])
async def test_every_order_can_be_asked_for(ada: Visitor, sort: str) -> None:
    assert (await ada.get("/api/miners", sort=sort)).status == 200


@pytest.mark.parametrize(
    "query",
    [
        "sort=colour",
        "sort=",
        "sort=net&sort=net",
        "limit=0",
        "limit=1000",
        "limit=1e2",
        "limit=-1",
        "limit=",
        "limit=5&limit=5",
        "offset=-1",
        "offset=100000",
        "offset=%2B1",
    ],
)
async def test_what_makes_no_sense_is_refused(house: House, ada: Visitor, query: str) -> None:
    answer = await ada.get(f"/api/miners?{query}")

    assert (answer.status, answer.code) == (400, "request_invalid")
    assert answer.json["detail"].startswith(query.partition("=")[0] + ": ")
    assert await house.seen(MINERS) == 0


async def test_one_miner_can_be_asked_for(ada: Visitor) -> None:
    first = (await ada.get("/api/miners")).data["array"][0]

    found = (await ada.get(f"/api/miners/{first['id']}")).data

    assert found == {"miner": first, "age": found["age"], "fault": None}
    assert 0 <= found["age"] < 60


@pytest.mark.parametrize("number", ["0", "1", "x", "-1", "9" * 19, "9" * 20, "%D9%A1", "1.0"])
async def test_a_miner_one_does_not_have_is_not_found(ada: Visitor, number: str) -> None:
    answer = await ada.get(f"/api/miners/{number}")

    assert (answer.status, answer.code) == (404, "not_found")


async def test_another_method_is_told_which_there_are(ada: Visitor) -> None:
    answer = await ada.post("/api/miners/1")

    assert (answer.status, answer.code) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET"


async def test_who_has_no_wallet_is_told_to_connect_one(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    for path in ("/api/miners", "/api/miners/1"):
        assert (await visitor.get(path)).code == "sign_in_again"


async def test_a_partner_that_is_down_is_a_problem(house: House, ada: Visitor) -> None:
    await house.play(fail={MINERS: 500})

    answer = await ada.get("/api/miners")

    assert (answer.status, answer.code) == (502, "partner_broken")
