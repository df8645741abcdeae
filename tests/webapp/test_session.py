import time

import pytest

from core.model import Preferences, UserId
from tests.house import House, Visitor
from tests.init_data import USER, init_data
from webapp.keys import SERVICES


async def test_init_data_is_exchanged_for_a_session(house: House) -> None:
    opened = await house.visitor(42).open()

    assert set(opened.data) == {"token", "expiresAt", "user", "wallet", "preferences"}
    assert opened.data["wallet"] is None
    assert opened.data["user"] == {
        "id": 42,
        "firstName": USER["first_name"],
        "lastName": "Lovelace",
        "username": "ada",
        "languageCode": "ru",
    }


async def test_a_session_tells_who_is_asking(house: House) -> None:
    visitor = house.visitor(42)
    await visitor.open()

    me = await visitor.get("/api/me")

    assert me.data["user"]["id"] == 42
    assert me.data["wallet"] is None


async def test_a_session_begins_with_the_wallet_signed_in_with(ada: Visitor) -> None:
    opened = await ada.open()

    assert opened.data["wallet"]["appName"] == "Tonkeeper"
    assert opened.data["wallet"] == (await ada.get("/api/me")).data["wallet"]


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        pytest.param("", "init_data_invalid", id="none"),
        pytest.param("tma ", "init_data_invalid", id="blank"),
        pytest.param("tma garbage", "init_data_invalid", id="garbage"),
        pytest.param("Bearer x", "init_data_invalid", id="another scheme"),
        pytest.param("tma " + "a=1&" * 4000, "init_data_invalid", id="too long for us"),
        pytest.param("tma hash=%D0%B9", "init_data_invalid", id="a hash in Cyrillic"),
        pytest.param("tma user=\udcff", "init_data_invalid", id="bytes that are no text"),
        pytest.param(
            "tma " + init_data(time.time() - 90_000),
            "init_data_expired",
            id="a day and an hour old",
        ),
        pytest.param(
            "tma " + init_data(time.time() + 3600), "init_data_invalid", id="from the future"
        ),
    ],
)
async def test_any_fault_of_init_data_is_401(house: House, authorization: str, code: str) -> None:
    visitor = house.visitor()

    answer = await visitor.ask(
        "POST", "/api/session", headers={"Authorization": authorization} if authorization else {}
    )

    assert answer.status == 401
    assert answer.code == code


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer ", "Bearer x.y.z", "tma x", "Bearer ..é"]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/me"),
        ("DELETE", "/api/me"),
        ("PATCH", "/api/me/preferences"),
        ("GET", "/api/me/sign-ins"),
        ("POST", "/api/me/sign-out-everywhere"),
        ("GET", "/api/me/export"),
        ("POST", "/api/me/export"),
        ("POST", "/api/auth/generate-payload"),
        ("POST", "/api/auth/check-proof"),
        ("POST", "/api/auth/sign-out"),
        ("GET", "/api/nft/get-my"),
        ("GET", "/api/nft-collection/find-all-generative"),
        ("GET", "/api/income-statistic/get-income-per-th"),
        ("GET", "/api/nft-income/find-total-by-user"),
        ("GET", "/api/nft-income/find-by-user"),
        ("GET", "/api/wallet/find-by-user"),
        ("POST", "/api/wallet/create-btc"),
        ("POST", "/api/wallet/check-btc"),
        ("GET", "/api/wallet"),
    ],
)
async def test_nothing_is_told_to_a_stranger(
    house: House, method: str, path: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}

    answer = await house.visitor().ask(method, path, headers=headers)

    assert answer.status == 401
    assert answer.code == "session_invalid"


async def test_no_cookie_is_ever_set(ada: Visitor) -> None:
    for path in ("/", "/api/me", "/api/nft/get-my", "/healthz"):
        assert "Set-Cookie" not in (await ada.get(path)).headers


async def test_the_language_telegram_speaks_is_kept_for_the_chat(house: House) -> None:
    await house.visitor(42).open()

    kept = await house.app[SERVICES].preferences.of(UserId(42))

    assert kept == Preferences(spoken="ru")
