import csv
import io
import logging
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from core import logs
from core.income.effect import GRAIN
from sandbox.partner import PartnerOptions
from tests.house import House, Visitor, running_house

INCOMES = "c2s/nft-income/find-by-user"
FIGURES = ("gross", "electricity", "service", "service3", "service4", "net")


def days_ago(days: int) -> str:
    return (datetime.now(UTC).date() - timedelta(days)).isoformat()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with running_house(tmp_path, PartnerOptions(miners=3)) as running:
        yield running


def read(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


async def exported(visitor: Visitor, **asked: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON
    data: dict[str, Any] = (await visitor.post("/api/earnings/export", asked)).data
    return data


async def oldest_net(visitor: Visitor, **asked: int) -> Decimal:
    days = (await visitor.get("/api/earnings", days="7", **asked)).data["days"]
    return Decimal(days[-1]["net"])


async def test_days_are_split_into_what_came_in_and_what_went_out(ada: Visitor) -> None:
    told = (await ada.get("/api/earnings", days="7")).data

    days = told["days"]
    assert [day["day"] for day in days] == sorted((day["day"] for day in days), reverse=True)
    assert 6 <= len(days) <= 7
    for day in days[1:]:
        gross, *costs, net = (Decimal(day[figure]) for figure in FIGURES)
        assert abs(gross - sum(costs) - net) < Decimal("1E-10")
        assert (day["miners"], day["partial"]) == (3, False)
    assert told["complete"]
    assert told["fault"] is None
    assert set(told["sums"]) == {"gross", "electricity", "service", "other", "net"}
    total = sum(Decimal(day["net"]) for day in days)
    assert abs(Decimal(told["sums"]["net"]["btc"]) - total) < Decimal("1E-10")
    assert Decimal(told["sums"]["net"]["usd"]) > 0


async def test_thirty_days_are_told_unasked(ada: Visitor) -> None:
    assert 29 <= len((await ada.get("/api/earnings")).data["days"]) <= 30


async def test_one_miner_is_told_apart(ada: Visitor) -> None:
    miners = (await ada.get("/api/nft/get-my")).data["array"]

    own = [await oldest_net(ada, miner=miner["id"]) for miner in miners]

    assert abs(sum(own) - await oldest_net(ada)) < Decimal("1E-10")
    assert (await ada.get("/api/earnings", miner="1")).data["days"] == []


async def test_a_change_names_its_causes(ada: Visitor) -> None:
    change = (await ada.get("/api/earnings/change", before=days_ago(9), after=days_ago(2))).data

    amounts = [Decimal(cause["amount"]) for cause in change["causes"]]
    nets = [Decimal(change[day]["net"]) for day in ("before", "after")]
    assert Decimal(change["difference"]) == sum(amounts) == nets[1] - nets[0]
    causes = {cause["cause"]: cause for cause in change["causes"]}
    assert set(causes) == {"payout", "power", "btc_price", "maintenance"}
    assert causes["payout"]["certainty"] == "known"
    assert causes["power"]["amount"] == "0"
    assert causes["btc_price"]["certainty"] == "inferred"
    # The sandbox's prices of power and service never change; it keeps each day's to a grain a TH.
    rounding = 5 * GRAIN * Decimal(causes["power"]["after"])
    assert abs(Decimal(causes["maintenance"]["amount"])) <= rounding
    assert Decimal(causes["btc_price"]["amount"])


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        pytest.param("/api/earnings?days=8", "days", id="another span"),
        pytest.param("/api/earnings?days=7&days=30", "days", id="two spans"),
        pytest.param("/api/earnings?miner=x", "miner", id="no miner"),
        pytest.param("/api/earnings?miner=-1", "miner", id="a miner below zero"),
        pytest.param("/api/earnings?miner=9223372036854775808", "miner", id="too great a miner"),
        pytest.param("/api/earnings/change", "before", id="no days"),
        pytest.param("/api/earnings/change?before=2026-11-20", "after", id="one day"),
        pytest.param(
            "/api/earnings/change?before=1700000000&after=2026-11-21", "before", id="seconds"
        ),
        pytest.param(
            "/api/earnings/change?before=2026-02-30&after=2026-11-21", "before", id="no such day"
        ),
        pytest.param(
            "/api/earnings/change?before=2026-11-20T00:00:00&after=2026-11-21",
            "before",
            id="a time",
        ),
    ],
)
async def test_what_cannot_be_told_is_refused(
    house: House, ada: Visitor, path: str, detail: str
) -> None:
    answer = await ada.get(path)

    assert (answer.status, answer.code) == (400, "request_invalid")
    assert answer.json["detail"].startswith(detail)
    assert await house.seen(INCOMES) == 0


@pytest.mark.parametrize(
    "path", ["/api/earnings", "/api/earnings/change?before=2026-11-20&after=2026-11-21"]
)
async def test_strangers_are_told_to_sign_in(house: House, path: str) -> None:
    visitor = house.visitor()

    assert (await visitor.get(path)).code == "session_invalid"
    await visitor.open()
    assert (await visitor.get(path)).code == "sign_in_again"


async def test_a_file_is_fetched_without_a_header(house: House, ada: Visitor) -> None:
    days = (await ada.get("/api/earnings", days="7")).data["days"]

    export = await exported(ada, days="7")
    stranger = house.visitor()
    answer = await stranger.get(urlsplit(export["url"]).path)

    assert export["url"].startswith(f"{house.settings.public_url}/api/earnings/export/")
    assert export["url"].endswith(export["fileName"])
    assert export["fileName"] == f"earnings-{days_ago(0)}-7d.csv"
    assert export["complete"]
    left = datetime.fromisoformat(export["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    disposition = f'attachment; filename="{export["fileName"]}"'
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["Access-Control-Allow-Origin"] == "https://web.telegram.org"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    lines = read(answer.body)
    for day in days:
        own = [line for line in lines if line["day"] == day["day"]]
        assert len(own) == day["miners"]
        total = sum(Decimal(line["net_btc"]) for line in own)
        assert abs(total - Decimal(day["net"])) < Decimal("1E-11")


async def test_a_file_of_many_rows_is_whole(ada: Visitor) -> None:
    export = await exported(ada, days="all")

    lines = read((await ada.get(urlsplit(export["url"]).path)).body)

    assert len(lines) > 1000
    assert [line["day"] for line in lines] == sorted((line["day"] for line in lines), reverse=True)
    assert {date.fromisoformat(line["day"]) for line in lines} >= {date(2024, 1, 1)}
    total = Decimal(
        str((await ada.get("/api/nft-income/find-total-by-user")).json["data"]["totalIncome"])
    )
    assert abs(sum(Decimal(line["net_btc"]) for line in lines) - total) < Decimal("1E-9")


async def test_a_ticket_is_good_for_its_own_file_alone(house: House, ada: Visitor) -> None:
    path = urlsplit((await exported(ada, days="7"))["url"]).path
    ticket = path.split("/")[-2]
    token = ada.headers["Authorization"].removeprefix("Bearer ")

    forged = [ticket.replace("-7d", "-all"), "x", ticket[:-1], token]
    stranger = house.visitor()
    for sealed in forged:
        answer = await stranger.get(f"/api/earnings/export/{sealed}/earnings.csv")
        assert (answer.status, answer.code) == (401, "caller_unknown")
        assert "Content-Disposition" not in answer.headers
    stranger.headers = {"Authorization": f"Bearer {ticket}"}
    assert (await stranger.get("/api/me")).code == "session_invalid"


async def test_the_name_in_the_path_names_nothing(house: House, ada: Visitor) -> None:
    export = await exported(ada, days="7")
    path = urlsplit(export["url"]).path.replace(export["fileName"], 'x"%0d%0aSet-Cookie:a=b.exe')

    answer = await house.visitor().get(path)

    assert answer.headers["Content-Disposition"].endswith(f'"{export["fileName"]}"')
    assert "Set-Cookie" not in answer.headers


async def test_signing_out_ends_a_ticket(house: House, ada: Visitor) -> None:
    path = urlsplit((await exported(ada, days="7"))["url"]).path
    await ada.post("/api/auth/sign-out")

    assert (await house.visitor().get(path)).code == "sign_in_again"


async def test_a_ticket_from_before_signing_out_everywhere_stays_ended(
    house: House, ada: Visitor
) -> None:
    path = urlsplit((await exported(ada, days="7"))["url"]).path
    spared = (await ada.post("/api/me/sign-out-everywhere")).data
    ada.headers = {"Authorization": f"Bearer {spared['token']}"}
    again = await ada.post("/api/auth/check-proof", {"tonWallet": await ada.proof()})

    answer = await house.visitor().get(path)

    assert again.status == 200
    assert (answer.status, answer.code) == (401, "caller_unknown")
    fresh = urlsplit((await exported(ada, days="7"))["url"]).path
    assert (await house.visitor().get(fresh)).status == 200


async def test_no_line_of_the_log_holds_a_ticket(
    house: House, ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure(house.settings.model_copy(update={"log_level": "DEBUG"}))
    try:
        path = urlsplit((await exported(ada, days="7"))["url"]).path
        ticket = path.split("/")[-2]
        await house.visitor().get(path)
        await house.visitor().get(path.replace(ticket, ticket + "0"))
        await house.visitor().get(path + "/nowhere")
        await ada.post("/api/auth/sign-out")
        await house.visitor().get(path)
    finally:
        root.handlers[:], root.level = before

    assert "refused" in said.getvalue()
    assert ticket not in said.getvalue()
    assert ticket.rpartition(".")[2] not in said.getvalue()


@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        pytest.param({"days": "8"}, "days", id="another span"),
        pytest.param({"days": "7", "miner": "x"}, "miner", id="no miner"),
        pytest.param([], "body", id="no object"),
    ],
)
async def test_a_file_of_nothing_in_particular_is_refused(
    ada: Visitor, asked: object, detail: str
) -> None:
    answer = await ada.post("/api/earnings/export", asked)

    assert (answer.status, answer.code) == (400, "request_invalid")
    assert answer.json["detail"].startswith(detail)
