import asyncio
from decimal import Decimal
from pathlib import Path

import pytest
from aiohttp import ClientSession

from core.market import latest
from sandbox.partner import PartnerOptions
from tests.house import House, Visitor, running_house

MIRRORED = {
    "/api/nft/get-my": "c2s/nft/get-my",
    "/api/nft-collection/find-all-generative": "c2s/nft-collection/find-all-generative",
    "/api/income-statistic/get-income-per-th": "c2s/income-statistic/get-income-per-th",
    "/api/nft-income/find-total-by-user": "c2s/nft-income/find-total-by-user",
    "/api/nft-income/find-by-user": "c2s/nft-income/find-by-user",
    "/api/wallet/find-by-user": "c2s/wallet/find-by-user",
}
INCOME_PER_TH = "/api/income-statistic/get-income-per-th"
PAGED = ("/api/nft/get-my", "/api/nft-income/find-by-user", "/api/wallet/find-by-user")


@pytest.mark.parametrize("path", MIRRORED)
async def test_the_partners_own_bytes_are_passed_on(
    house: House, ada: Visitor, path: str, http_token: str
) -> None:
    mirrored = await ada.get(path)

    theirs = f"{house.partner_url}/api/partner/c2s{path.removeprefix('/api')}"
    async with (
        ClientSession() as http,
        http.get(theirs, headers={"Authorization": f"Bearer {http_token}"}) as answer,
    ):
        assert mirrored.body == await answer.read()
    assert mirrored.headers["Content-Type"] == "application/json"
    assert mirrored.headers["Cache-Control"] == "no-store"


@pytest.fixture
async def http_token(house: House, ada: Visitor) -> str:
    """The JWT the server keeps for the visitor, which no answer ever holds."""
    from webapp.keys import SERVICES  # noqa: PLC0415  # beside its only use

    kept: list[str] = []

    async def note(jwt: object) -> None:
        kept.append(jwt.get_secret_value())  # type: ignore[attr-defined]  # a SecretStr

    await house.app[SERVICES].portfolio._tokens.call(ada.user, note)  # type: ignore[arg-type]  # an int will do
    return kept[0]


async def test_tokens_never_leave_the_server(ada: Visitor, http_token: str) -> None:
    for path in (*MIRRORED, "/api/me", "/"):
        answer = await ada.get(path)
        assert http_token.encode() not in answer.body
        assert http_token not in str(answer.headers)


async def test_pages_part_the_list(tmp_path: Path) -> None:
    async with running_house(tmp_path, PartnerOptions(miners=7)) as house:
        ada = house.visitor()
        await ada.sign_in()

        pages = [
            (await ada.get("/api/nft/get-my", limit=3, offset=offset)).data["array"]
            for offset in (0, 3, 6)
        ]
        whole = (await ada.get("/api/nft/get-my", limit=999)).data["array"]

    assert [len(page) for page in pages] == [3, 3, 1]
    assert [*pages[0], *pages[1], *pages[2]] == whole


@pytest.mark.parametrize("path", PAGED)
@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1000",
        "limit=-1",
        "limit=1e2",
        "limit=",
        "limit=%D9%A1",
        "limit=2&limit=3",
        "offset=100000",
        "offset=-1",
        "offset=x",
    ],
)
async def test_a_page_outside_the_lists_is_refused(
    house: House, ada: Visitor, path: str, query: str
) -> None:
    answer = await ada.get(f"{path}?{query}")

    assert (answer.status, answer.code) == (400, "request_invalid")
    assert answer.json["detail"].startswith(query[:5])
    assert await house.seen(MIRRORED[path]) == 0


@pytest.mark.parametrize("query", ["limit=1", "limit=999", "offset=0", "offset=99999", "limit=07"])
async def test_a_page_at_the_ends_is_served(ada: Visitor, query: str) -> None:
    assert (await ada.get(f"/api/nft-income/find-by-user?{query}")).status == 200


async def test_a_stranger_to_the_partner_is_told_to_sign_in(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    for path in MIRRORED:
        answer = await visitor.get(path)
        assert (answer.status, answer.code) == (401, "sign_in_again")


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        pytest.param(500, 502, "partner_broken", id="5xx"),
        pytest.param(404, 422, "partner_rejected", id="4xx"),
        pytest.param(429, 503, "partner_throttled", id="429"),
        pytest.param("html", 502, "partner_broken", id="HTML"),
        pytest.param("drop", 502, "partner_unreachable", id="reset"),
    ],
)
async def test_each_fault_of_the_partner_has_its_answer(
    house: House, ada: Visitor, fault: int | str, status: int, code: str
) -> None:
    await house.play(fail={"c2s/nft/get-my": fault})

    answer = await ada.get("/api/nft/get-my")

    assert (answer.status, answer.code) == (status, code)
    assert answer.json["requestId"]


async def test_an_expired_token_is_renewed_once_for_all(tmp_path: Path) -> None:
    async with running_house(tmp_path, PartnerOptions(token_ttl=10)) as house:
        ada = house.visitor()
        await ada.sign_in()
        await asyncio.sleep(10.1)  # the next one is to outlive 200 questions on a busy machine

        answers = await asyncio.gather(*(ada.get("/api/nft/get-my") for _ in range(200)))

        assert {answer.status for answer in answers} == {200}
        assert await house.seen("c2s/auth/refresh") == 1


async def test_a_refused_refresh_means_signing_in_again(house: House, ada: Visitor) -> None:
    await house.play(fail={"c2s/nft/get-my": 401, "c2s/auth/refresh": 401})

    assert (await ada.get("/api/nft/get-my")).code == "sign_in_again"
    assert (await ada.get("/api/me")).data["wallet"] is None


async def test_income_per_th_is_asked_for_once_a_minute(house: House, ada: Visitor) -> None:
    answers = await asyncio.gather(*(ada.get(INCOME_PER_TH) for _ in range(50)))

    assert {answer.headers["Age"] for answer in answers} == {"0"}
    assert await house.seen(MIRRORED[INCOME_PER_TH]) == 1


async def test_income_per_th_is_the_same_for_everyone(house: House, ada: Visitor) -> None:
    await ada.get(INCOME_PER_TH)
    bob = house.visitor(8)
    await bob.sign_in(version="v3r2")

    assert Decimal(str((await bob.get(INCOME_PER_TH)).data["incomePerTh"])) > 0
    assert await house.seen(MIRRORED[INCOME_PER_TH]) == 1


async def test_income_per_th_outlives_the_partner_for_an_hour(
    house: House, ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await ada.get(INCOME_PER_TH)
    monkeypatch.setattr(latest, "FRESH", 0.0)
    await house.play(fail={"*": 500})

    stale = await ada.get(INCOME_PER_TH)

    assert stale.body == first.body
    monkeypatch.setattr(latest, "STALE", 0.0)
    assert (await ada.get(INCOME_PER_TH)).code == "partner_broken"
