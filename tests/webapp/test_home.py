"""GET /api/home through the whole product."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest

from core.books import volume
from sandbox.partner import PartnerOptions
from tests.house import House, Visitor, running_house

MINERS, TOTALS = "c2s/nft/get-my", "c2s/nft-income/find-total-by-user"
INCOMES, RATES = "c2s/nft-income/find-by-user", "c2s/income-statistic/get-income-per-th"
PARTS = ("power", "rates", "totals", "earnings")


async def test_the_first_screen_comes_in_one_answer(ada: Visitor) -> None:
    screen = (await ada.get("/api/home")).data

    assert set(screen) == set(PARTS)
    assert {part["fault"] for part in screen.values()} == {None}
    miners = (await ada.get("/api/nft/get-my", limit=999)).data["array"]
    power = screen["power"]["value"]
    assert (power["miners"], power["complete"]) == (len(miners), True)
    assert Decimal(power["total"]) == sum(Decimal(str(miner["power"])) for miner in miners)
    earnings = screen["earnings"]["value"]
    assert 29 <= len(earnings["days"]) <= 30  # before 05:00 UTC yesterday is to come
    assert earnings["complete"] is True
    assert earnings["latest"]["day"] == earnings["days"][-1]["day"]
    assert earnings["latest"]["net"]["btc"] == earnings["days"][-1]["net"]
    assert [day["day"] for day in earnings["days"]] == sorted(
        day["day"] for day in earnings["days"]
    )


async def test_what_is_expected_a_day_is_what_the_forecast_says(ada: Visitor) -> None:
    power = (await ada.get("/api/home")).data["power"]["value"]
    foreseen = (await ada.post("/api/forecast", {})).data

    assert power["expected"] == foreseen["day"]["net"]
    assert Decimal(power["expected"]["btc"]) > 0


async def test_amounts_are_strings_in_plain_notation(ada: Visitor) -> None:
    screen = (await ada.get("/api/home")).data

    net = screen["earnings"]["value"]["latest"]["net"]
    total = screen["totals"]["value"]["total"]
    for amount in (*net.values(), *total.values(), screen["rates"]["value"]["incomePerTh"]):
        assert isinstance(amount, str)
        assert "E" not in amount
    assert len(net["btc"].partition(".")[2]) <= 12
    assert len(net["usd"].partition(".")[2]) <= 6


@pytest.mark.parametrize(("days", "count"), [("7", 7), ("30", 30), ("90", 90)])
async def test_as_many_days_as_asked_for(ada: Visitor, days: str, count: int) -> None:
    earnings = (await ada.get("/api/home", days=days)).data["earnings"]["value"]

    assert count - 1 <= len(earnings["days"]) <= count  # before 05:00 UTC yesterday is to come


async def test_all_days_are_all(ada: Visitor) -> None:
    earnings = (await ada.get("/api/home", days="all")).data["earnings"]["value"]

    assert len(earnings["days"]) > 400


@pytest.mark.parametrize("query", ["days=31", "days=", "days=ALL", "days=7&days=7", "days=07"])
async def test_days_that_cannot_be_asked_for_are_refused(
    house: House, ada: Visitor, query: str
) -> None:
    answer = await ada.get(f"/api/home?{query}")

    assert (answer.status, answer.code) == (400, "request_invalid")
    assert answer.json["detail"].startswith("days: ")
    assert await house.seen(INCOMES) == 0


async def test_what_else_a_url_says_is_ignored(ada: Visitor) -> None:
    assert (await ada.get("/api/home?tgWebAppStartParam=x")).status == 200


@pytest.mark.parametrize(
    ("operation", "part"),
    [(MINERS, "power"), (RATES, "rates"), (TOTALS, "totals"), (INCOMES, "earnings")],
)
async def test_each_part_fails_alone(house: House, ada: Visitor, operation: str, part: str) -> None:
    await house.play(fail={operation: 500})

    screen = (await ada.get("/api/home")).data

    assert {name: shown["fault"] for name, shown in screen.items()} == {
        name: "partner_broken" if name == part else None for name in PARTS
    }
    assert screen[part]["value"] is None


async def test_a_partner_that_is_down_altogether_is_a_problem(house: House, ada: Visitor) -> None:
    await house.play(fail={"*": 500})

    answer = await ada.get("/api/home")

    assert (answer.status, answer.code) == (502, "partner_broken")


async def test_figures_outlive_the_partner_with_their_age_and_the_fault(
    house: House, ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (await ada.get("/api/home")).data
    monkeypatch.setattr(volume, "FRESH", 0.0)
    await house.play(fail={"*": 500})

    stale = (await ada.get("/api/home")).data

    for name in ("power", "totals", "earnings"):
        assert stale[name]["value"] == before[name]["value"]
        assert stale[name]["fault"] == "partner_broken"
        assert stale[name]["age"] >= 0


async def test_two_hundred_at_once_cost_the_partner_four_calls(house: House, ada: Visitor) -> None:
    answers = await asyncio.gather(*(ada.get("/api/home") for _ in range(200)))

    assert {answer.status for answer in answers} == {200}
    assert [await house.seen(one) for one in (MINERS, RATES, TOTALS, INCOMES)] == [1, 1, 1, 1]


async def test_pages_cut_at_twenty_make_no_difference(tmp_path: Path) -> None:
    shown = []
    for number, cap in enumerate((None, 20)):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with running_house(folder, PartnerOptions(miners=45, page_cap=cap)) as house:
            ada = house.visitor()
            await ada.sign_in()
            screen = (await ada.get("/api/home", days="7")).data
            shown.append({name: part["value"] for name, part in screen.items()})

    assert shown[0] == shown[1]
    assert shown[0]["power"]["miners"] == 45


async def test_a_page_that_fails_half_way_leaves_what_was_read(tmp_path: Path) -> None:
    async with running_house(tmp_path, PartnerOptions(page_cap=20)) as house:
        ada = house.visitor()
        await ada.sign_in()
        week = (await ada.get("/api/home", days="7")).data["earnings"]["value"]
        await house.play(fail={INCOMES: 500})

        part = (await ada.get("/api/home", days="all")).data["earnings"]

    assert part["fault"] == "partner_broken"
    assert part["value"]["complete"] is False
    assert part["value"]["latest"] == week["latest"]


async def test_another_wallet_shows_nothing_of_the_first(house: House, ada: Visitor) -> None:
    first = (await ada.get("/api/home")).data
    await ada.post("/api/auth/sign-out")
    assert (await ada.get("/api/home")).code == "sign_in_again"

    await ada.sign_in(version="v3r2")
    second = (await ada.get("/api/home")).data

    for part in ("power", "totals", "earnings"):
        assert second[part]["value"] != first[part]["value"]
    assert await house.seen(INCOMES) == 2


async def test_who_has_no_wallet_is_told_to_connect_one(house: House) -> None:
    visitor = house.visitor()
    assert (await visitor.get("/api/home")).code == "session_invalid"
    await visitor.open()

    answer = await visitor.get("/api/home")

    assert (answer.status, answer.code) == (401, "sign_in_again")
    assert [await house.seen(one) for one in (MINERS, RATES, TOTALS, INCOMES)] == [0, 0, 0, 0]


async def test_a_user_without_miners_sees_an_empty_screen(tmp_path: Path) -> None:
    async with running_house(tmp_path, PartnerOptions(miners=0)) as house:
        ada = house.visitor()
        await ada.sign_in()

        screen = (await ada.get("/api/home")).data

    assert screen["power"]["value"] == {
        "total": "0", "efficiency": None, "miners": 0, "complete": True, "expected": None,
    }  # fmt: skip  # one object
    assert screen["earnings"]["value"] == {
        "latest": None, "mean": None, "change": None, "days": [], "complete": True,
    }  # fmt: skip  # one object
