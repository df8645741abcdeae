"""Who signed in as a user, and the end of all their sessions."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import StoreError
from core.store.sign_ins import SqlSignIns
from tests.house import House, Visitor, running_house
from tests.init_data import USER, init_data

EVERYWHERE = "/api/me/sign-out-everywhere"
SIGN_INS = "/api/me/sign-ins"


async def listed(visitor: Visitor) -> list[dict[str, Any]]:
    array: list[dict[str, Any]] = (await visitor.get(SIGN_INS)).data["array"]
    return array


def in_place(visitor: Visitor, token: str) -> Visitor:
    """Return the same person with another token."""
    other = Visitor(visitor.http, visitor.url, user=visitor.user)
    other.headers = {"Authorization": f"Bearer {token}"}
    return other


async def reopened(visitor: Visitor, at: float) -> str:
    """Open a session with init data of that time; return `ok` or the code of what is wrong."""
    sealed = init_data(at, user=USER | {"id": visitor.user})
    answer = await visitor.ask("POST", "/api/session", headers={"Authorization": f"tma {sealed}"})
    return "ok" if answer.status == 200 else answer.code


async def test_nobody_has_signed_in_at_first(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    assert await listed(visitor) == []


async def test_a_sign_in_says_when_with_what_and_where(ada: Visitor) -> None:
    wallet = (await ada.get("/api/me")).data["wallet"]

    [sign_in] = await listed(ada)

    age = datetime.now(UTC) - datetime.fromisoformat(sign_in.pop("at"))
    assert timedelta(0) <= age < timedelta(minutes=1)
    assert sign_in == {
        "address": wallet["address"],
        "friendlyAddress": wallet["friendlyAddress"],
        "chain": wallet["chain"],
        "appName": "Tonkeeper",
        "platform": "android",
        "door": "page",
    }


async def test_sign_ins_outlive_a_sign_out_and_are_ones_own(house: House, ada: Visitor) -> None:
    await ada.post("/api/auth/sign-out")
    await ada.sign_in()
    other = house.visitor(8)
    await other.open()

    assert len(await listed(ada)) == 2
    assert await listed(other) == []


async def test_a_refused_proof_is_no_sign_in(ada: Visitor) -> None:
    proof = await ada.proof(domain="evil.example")

    assert (await ada.post("/api/auth/check-proof", {"tonWallet": proof})).status == 422
    assert len(await listed(ada)) == 1


async def test_a_note_that_cannot_be_kept_spoils_no_sign_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreError("full")

    monkeypatch.setattr(SqlSignIns, "note_sign_in", fail)
    visitor = house.visitor()

    assert (await visitor.sign_in()).status == 200
    assert (await visitor.get("/api/me")).data["wallet"] is not None
    assert await listed(visitor) == []


async def test_deleting_ones_data_deletes_the_sign_ins(ada: Visitor) -> None:
    await ada.ask("DELETE", "/api/me")

    assert await listed(ada) == []


async def test_signing_out_everywhere_leaves_the_one_session_that_asked(
    house: House, ada: Visitor
) -> None:
    thief = in_place(ada, ada.headers["Authorization"].removeprefix("Bearer "))
    phone = house.visitor()
    await phone.open()
    bystander = house.visitor(8)
    await bystander.sign_in()

    spared = (await ada.post(EVERYWHERE)).data

    for stale in (thief, phone):
        answer = await stale.get("/api/me")
        assert (answer.status, answer.code) == (401, "session_invalid")
        answer = await stale.post("/api/auth/generate-payload")
        assert (answer.status, answer.code) == (401, "session_invalid")
    here = in_place(ada, spared["token"])
    assert (await here.get("/api/me")).data["wallet"] is None
    assert (await here.get("/api/nft/get-my")).code == "sign_in_again"
    assert (await bystander.get("/api/me")).data["wallet"] is not None


async def test_the_session_that_asked_lives_no_longer_for_it(house: House) -> None:
    visitor = house.visitor()
    opened = (await visitor.open()).data
    await asyncio.sleep(1.1)

    spared = (await visitor.post(EVERYWHERE)).data

    assert spared["expiresAt"] == opened["expiresAt"]


async def test_init_data_from_before_opens_no_session_any_more(ada: Visitor) -> None:
    now = time.time()
    assert await reopened(ada, now - 3600) == "ok"

    await ada.post(EVERYWHERE)

    assert await reopened(ada, now - 3600) == "init_data_expired"
    assert await reopened(ada, now) == "init_data_expired"
    assert await reopened(ada, now + 5) == "ok"  # Telegram's clock is ahead of ours
    assert await reopened(Visitor(ada.http, ada.url, user=8), now - 3600) == "ok"


async def test_a_sign_in_under_way_ends_with_the_sessions(ada: Visitor) -> None:
    proof = await ada.proof()

    spared = (await ada.post(EVERYWHERE)).data
    answer = await in_place(ada, spared["token"]).post(
        "/api/auth/check-proof", {"tonWallet": proof}
    )

    assert answer.json["reason"] == "payload_unknown"


async def test_one_may_sign_in_again_at_once(ada: Visitor) -> None:
    here = in_place(ada, (await ada.post(EVERYWHERE)).data["token"])

    proof = await here.proof()

    assert (await here.post("/api/auth/check-proof", {"tonWallet": proof})).status == 200
    assert (await here.get("/api/nft/get-my")).status == 200


async def test_a_stolen_token_cannot_end_sessions_once_it_has_ended(ada: Visitor) -> None:
    thief = in_place(ada, ada.headers["Authorization"].removeprefix("Bearer "))
    here = in_place(ada, (await ada.post(EVERYWHERE)).data["token"])

    assert (await thief.post(EVERYWHERE)).code == "session_invalid"
    assert (await here.get("/api/me")).status == 200


async def test_another_replica_turns_away_the_same_sessions(
    tmp_path: Path, database_url: str
) -> None:
    async with (
        running_house(tmp_path, database_url=database_url) as one,
        running_house(tmp_path, database_url=database_url) as other,
    ):
        here = one.visitor()
        await here.open()
        token = here.headers["Authorization"].removeprefix("Bearer ")
        there = in_place(other.visitor(), token)
        assert (await there.get("/api/me")).status == 200

        spared = (await here.post(EVERYWHERE)).data["token"]

        assert await reopened(other.visitor(), time.time() - 60) == "init_data_expired"  # at once
        async with asyncio.timeout(30):
            while (await there.get("/api/me")).status == 200:  # noqa: ASYNC110  # nobody tells
                await asyncio.sleep(0.05)
        assert (await there.get("/api/me")).code == "session_invalid"
        assert (await in_place(there, spared).get("/api/me")).status == 200


async def test_a_replica_that_starts_afterwards_knows_it(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        visitor = house.visitor()
        await visitor.open()
        await visitor.post(EVERYWHERE)
    async with running_house(tmp_path) as house:
        again = house.visitor()
        again.headers = visitor.headers

        assert (await again.get("/api/me")).code == "session_invalid"


async def test_so_often_and_not_more_may_one_sign_out_everywhere(ada: Visitor) -> None:
    token = ada.headers["Authorization"].removeprefix("Bearer ")
    statuses = []
    for _ in range(21):
        answer = await in_place(ada, token).post(EVERYWHERE)
        statuses.append(answer.status)
        token = answer.json["data"]["token"] if answer.status == 200 else token

    assert statuses[0] == 200
    assert statuses[-1] == 429
