"""Everything kept about a user, as a file to take away: whole, without a secret, and theirs."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from core import download
from core.keys import split_keys
from core.model import UserId
from core.store.sql import SqlStore
from core.store.tables import metadata
from tests.house import House, Visitor
from webapp.keys import SERVICES

EXPORT = "/api/me/export"
ADA, BOB = UserId(7), UserId(8)
WHERE = {
    "accounts": {"wallet", "tokensRenewedAt"},
    "connections": {"connections"},
    "login_attempts": {"signInsUnderWay"},
    "preferences": {"preferences"},
    "revoked": {"sessionsSince"},
    "sign_ins": {"signIns"},
    "told": {"told"},
}
"""Which part of the file tells of which table."""


def store_of(house: House) -> SqlStore:
    store = house.app[SERVICES].store
    assert isinstance(store, SqlStore)
    return store


async def lived_in(house: House, user: UserId) -> Visitor:
    """Return someone of whom something is kept in every table."""
    visitor = house.visitor(user)
    await visitor.open()
    token = (await visitor.post("/api/me/sign-out-everywhere")).data["token"]
    visitor.headers = {"Authorization": f"Bearer {token}"}
    proof = await visitor.proof()
    assert (await visitor.post("/api/auth/check-proof", {"tonWallet": proof})).status == 200
    await visitor.post("/api/auth/generate-payload")
    await visitor.ask("PATCH", "/api/me/preferences", json={"timeZone": "Asia/Baku"})
    now = datetime.now(UTC)
    store = store_of(house)
    await store.keep_connection(user, "linked", b"sealed keys", now + timedelta(days=90))
    await store.claim(user, date(2026, 11, 21), now)
    await store.mark_told(user, [date(2026, 11, 21)], now)
    await store.claim(user, date(2026, 11, 20), now)
    return visitor


async def test_the_file_holds_every_table_there_is_something_in(house: House) -> None:
    kept = (await (await lived_in(house, ADA)).get(EXPORT)).json

    about_users = {table.name for table in metadata.sorted_tables if "user_id" in table.c}
    assert set(WHERE) == about_users, "a table of which its users are not told"
    for parts in WHERE.values():
        for part in parts:
            assert kept[part], part
    assert set(kept) == {"id", "exportedAt", "profile"}.union(*WHERE.values())


async def test_the_file_says_what_is_so(house: House) -> None:
    ada = await lived_in(house, ADA)
    me = (await ada.get("/api/me")).data

    answer = await ada.get(EXPORT)

    kept = answer.json
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    today = kept["exportedAt"][:10]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="my-data-{today}.json"'
    assert kept["id"] == ADA
    assert kept["profile"] == me["user"]
    assert kept["wallet"] == me["wallet"]
    assert kept["preferences"] == me["preferences"] | {"spoken": me["user"]["languageCode"]}
    assert kept["preferences"]["timeZone"] == "Asia/Baku"
    assert [each["appName"] for each in kept["signIns"]] == ["Tonkeeper"]
    assert len(kept["signInsUnderWay"]) == 1
    assert [each["stage"] for each in kept["connections"]] == ["linked"]
    assert [(each["day"], each["toldAt"] is None) for each in kept["told"]] == [
        ("2026-11-20", True),
        ("2026-11-21", False),
    ]


async def test_of_someone_of_whom_nothing_is_kept_it_says_so(house: House) -> None:
    visitor = house.visitor(9)
    await visitor.open()

    kept = (await visitor.get(EXPORT)).json

    assert [kept[part] for part in ("wallet", "tokensRenewedAt", "sessionsSince")] == [None] * 3
    assert [kept[part] for part in ("signIns", "signInsUnderWay", "connections", "told")] == [
        [] for _ in range(4)
    ]


async def test_no_secret_and_nobody_else_is_in_the_file(house: House) -> None:
    ada, bob = await lived_in(house, ADA), await lived_in(house, BOB)
    store, tokens = store_of(house), house.app[SERVICES].own_data._tokens
    secrets: list[str] = [ada.headers["Authorization"].removeprefix("Bearer ")]
    for user in (ADA, BOB):
        account = await store.account(user)
        assert account is not None
        pair = tokens._seals.pair(account)
        secrets += [pair.jwt.get_secret_value(), pair.refresh.get_secret_value()]
    async with store._database.reads.connect() as connection:
        for name in WHERE:
            for row in await connection.execute(text(f"SELECT * FROM {name}")):  # noqa: S608  # our own tables
                secrets += [each.hex() for each in row if isinstance(each, bytes)]
    for name in ("bot_token", "session_key", "token_keys", "partner_api_key", "partner_api_secret"):
        secrets.append(getattr(house.settings, name).get_secret_value())
    secrets = [secret for secret in secrets if secret]
    assert len(secrets) > 10

    kept = await ada.get(EXPORT)

    said = kept.body.decode()
    for secret in secrets:
        assert secret not in said
        assert secret.encode().hex() not in said
    assert "sealed" not in said
    assert kept.json["id"] == ADA
    assert not any(str(bob.user) == str(each) for each in _leaves(kept.json))


def _leaves(value: Any) -> list[Any]:  # noqa: ANN401  # JSON
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


async def fetched(visitor: Visitor, url: str) -> Any:  # noqa: ANN401  # an answer or what it says
    """Fetch a file as Telegram's client does: by its path alone."""
    path = "/" + url.split("/", 3)[3]
    return await Visitor(visitor.http, visitor.url).get(path)


async def test_a_ticket_fetches_the_same_without_a_header(house: House) -> None:
    ada = await lived_in(house, ADA)

    offered = (await ada.post(EXPORT)).data
    answer = await fetched(ada, offered["url"])

    assert offered["url"].startswith(f"{house.settings.public_url}/api/me/export/7.")
    assert offered["url"].endswith(f"/{offered['fileName']}")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://web.telegram.org"
    directly = (await ada.get(EXPORT)).json
    assert answer.json | {"exportedAt": "", "profile": None} == directly | {
        "exportedAt": "",
        "profile": None,
    }
    assert answer.json["profile"] is None


async def test_a_ticket_from_before_signing_out_everywhere_fetches_nothing(ada: Visitor) -> None:
    url = (await ada.post(EXPORT)).data["url"]
    await ada.post("/api/me/sign-out-everywhere")

    answer = await fetched(ada, url)

    assert (answer.status, answer.code) == (401, "caller_unknown")


@pytest.mark.parametrize(
    ("path", "what"),
    [
        pytest.param("/api/me/export/{ticket}/x.json", "2026-11-22-30d", id="of earnings, here"),
        pytest.param("/api/me/export/{ticket}/x.json", "my-data-", id="of another form, here"),
        pytest.param(
            "/api/earnings/export/{ticket}/x.csv", "my-data-2026-11-22", id="of data, there"
        ),
    ],
)
async def test_a_ticket_for_another_file_is_refused(
    ada: Visitor, house: House, path: str, what: str
) -> None:
    key = split_keys(house.settings.session_key)[0]
    ticket, _ = download.issue(download.Ticket(ADA, what), key, now=datetime.now(UTC))

    answer = await ada.get(path.format(ticket=ticket))

    assert (answer.status, answer.code) == (401, "caller_unknown")


async def test_a_forged_ticket_is_refused(ada: Visitor) -> None:
    url = (await ada.post(EXPORT)).data["url"]

    answer = await fetched(ada, url.replace("/7.", "/8."))

    assert (answer.status, answer.code) == (401, "caller_unknown")


async def test_what_is_deleted_is_in_no_file(house: House) -> None:
    ada = await lived_in(house, ADA)
    url = (await ada.post(EXPORT)).data["url"]

    await ada.ask("DELETE", "/api/me")

    for answer in (await ada.get(EXPORT), await fetched(ada, url)):
        kept = json.loads(answer.body)
        assert not any(kept[part] for parts in WHERE.values() for part in parts - {"preferences"})
        assert kept["preferences"]["timeZone"] == "UTC"
