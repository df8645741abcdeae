"""Faults on demand: each is what it says, for as many calls as it says."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientError, ClientPayloadError, ServerDisconnectedError

from sandbox.partner import PartnerOptions, breakage, make_partner
from tests.sandbox.partner.caller import OPTIONS, Answer, Caller, calling, claims

MINERS, TOTALS = "c2s/nft/get-my", "c2s/nft-income/find-total-by-user"


async def _plan(caller: Caller, **plan: object) -> Answer:
    return await caller.tell("/_faults", plan)


@pytest.mark.parametrize("status", [400, 401, 404, 418, 429, 500, 502, 503, 504, 599])
async def test_an_operation_can_be_made_to_fail(status: int) -> None:
    async with calling(replace(OPTIONS, fail={MINERS: status})) as caller:
        await caller.sign_in()

        failed = [await caller.get(MINERS) for _ in range(2)]
        other = await caller.get(TOTALS)

    for answer in failed:
        assert answer.status == answer.body["statusCode"] == status
        assert ("Retry-After" in answer.headers) == (status in {429, 503})
    assert other.status == 200


async def test_faults_in_a_list_are_used_up(user: Caller) -> None:
    await _plan(user, fail={MINERS: [503, 500], "*": [502]})

    statuses = [(await user.get(MINERS)).status for _ in range(4)]

    assert statuses == [503, 500, 502, 200]


async def test_a_star_stands_for_all_operations(user: Caller) -> None:
    await _plan(user, fail={"*": 503})

    statuses = {(await user.get(name)).status for name in (MINERS, TOTALS)}

    assert statuses == {503}


async def test_errors_by_rate_are_spread_evenly(user: Caller) -> None:
    await _plan(user, errorRate=0.25)

    statuses = [(await user.get(MINERS)).status for _ in range(8)]

    assert statuses == [200, 200, 200, 500] * 2


async def test_faults_go_back_to_the_options() -> None:
    async with calling(replace(OPTIONS, fail={MINERS: 500, TOTALS: [503, "drop"]})) as caller:
        began = (await caller.send("GET", "/_faults")).body
        await caller.get(TOTALS)
        await _plan(caller, fail={}, latency=0.001, errorRate=1)
        changed = (await caller.send("GET", "/_faults")).body
        reset = (await caller.send("DELETE", "/_faults")).body

    fail = {MINERS: 500, TOTALS: [503, "drop"]}
    assert began == reset == {"fail": fail, "latency": 0, "errorRate": 0}
    assert changed["fail"] == {}
    assert changed["errorRate"] == 1


async def test_latency_comes_before_the_answer(user: Caller) -> None:
    await _plan(user, latency=0.2)
    loop = asyncio.get_running_loop()
    began = loop.time()

    answer = await user.get(MINERS)

    assert answer.status == 200
    assert loop.time() - began >= 0.2


async def test_a_dropped_connection_answers_nothing(user: Caller) -> None:
    await _plan(user, fail={MINERS: "drop"})

    with pytest.raises(ServerDisconnectedError):
        await user.get(MINERS)


async def test_a_lost_answer_was_carried_out(user: Caller) -> None:
    await _plan(user, fail={"c2s/auth/refresh": ["lost"]})
    renew = {"refreshToken": user.refresh_token}

    with pytest.raises(ClientError):
        await user.post("c2s/auth/refresh", renew)

    assert (await user.post("c2s/auth/refresh", renew)).status == 401


async def test_a_refused_request_is_not_lost(user: Caller) -> None:
    await _plan(user, fail={"c2s/auth/refresh": "lost"})

    assert (await user.post("c2s/auth/refresh", {"refreshToken": "wrong"})).status == 401


async def test_a_stalled_answer_never_ends(user: Caller) -> None:
    await _plan(user, fail={MINERS: ["stall"]})

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await user.get(MINERS)

    assert (await user.get(MINERS)).status == 200


async def test_even_a_stalled_answer_has_a_limit(
    user: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breakage, "MAX_STALL_S", 0.2)
    await _plan(user, fail={MINERS: "stall"})

    with pytest.raises(ClientPayloadError):
        await user.get(MINERS)


async def test_broken_answers_are_broken_as_they_say(user: Caller) -> None:
    bodies: dict[str, Any] = {}
    for way in ("html", "shape", "redirect"):
        await _plan(user, fail={MINERS: [way]})
        answer = await user.get(MINERS)
        bodies[way] = (answer.status, answer.headers.get("Content-Type"), answer.body)

    assert bodies["html"][:2] == (502, "text/html; charset=utf-8")
    assert bodies["shape"] == (200, "application/json", {"data": {"surprise": True}})
    assert bodies["redirect"][0] == 302


async def test_garbage_is_half_an_answer(user: Caller) -> None:
    await _plan(user, fail={MINERS: ["garbage"]})

    with pytest.raises(ValueError, match="Expecting"):
        await user.get(MINERS)


async def test_a_flood_is_more_than_anyone_should_read(user: Caller) -> None:
    await _plan(user, fail={MINERS: ["flood"]})

    answer = await user.get(MINERS)

    assert "Content-Length" not in answer.headers
    assert len(answer.data["payload"]) > 3_000_000


@pytest.mark.parametrize(
    "plan",
    [
        {"fail": {"c2s/nothing": 500}},
        {"fail": {MINERS: 200}},
        {"fail": {MINERS: 600}},
        {"fail": {MINERS: "explode"}},
        {"fail": {MINERS: [500, 200]}},
        {"fail": 7},
        {"latency": -1},
        {"latency": 61},
        {"errorRate": 1.5},
        {"error": 1},
        [],
    ],
    ids=str,
)
async def test_a_plan_that_makes_no_sense_is_refused(user: Caller, plan: object) -> None:
    answer = await user.tell("/_faults", plan)

    assert answer.status == 400
    assert (await user.get(MINERS)).status == 200


@pytest.mark.parametrize(
    "options",
    [
        {"fail": {"c2s/nothing": 500}},
        {"fail": {MINERS: 99}},
        {"latency": 99.0},
        {"error_rate": 2.0},
    ],
    ids=str,
)
def test_options_that_make_no_sense_stop_the_start(options: Mapping[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        make_partner(PartnerOptions(**options))


async def test_the_log_tells_what_was_asked_and_nothing_secret(caller: Caller) -> None:
    await caller.init("ann")
    signed = await caller.signed_get("s2s/nft/get-my", {"partnerUserId": "ann", "limit": 3})
    await caller.get(MINERS, Authorization="Bearer forged")
    await caller.send("GET", "/api/partner/nothing")
    await caller.send("GET", "/openapi.json")

    entries = (await caller.send("GET", "/_log")).body["requests"]

    ann = claims(caller.jwt)["id"]
    told = [(e["method"], e["operation"], e["status"], e["who"], e["key"]) for e in entries]
    assert signed.status == 200
    assert told == [
        ("POST", "s2s/auth/init", 200, None, True),
        ("GET", "s2s/nft/get-my", 200, ann, True),
        ("GET", MINERS, 401, None, False),
        ("GET", None, 404, None, False),
    ]
    assert entries[0]["at"] == "2026-09-21T14:13:20.000+00:00"
    assert entries[1]["path"] == "/api/partner/s2s/nft/get-my"
    timestamp = caller.clock.ms
    assert entries[1]["query"] == f"timestamp={timestamp}&partnerUserId=ann&limit=3&signature=…"
    assert caller.jwt not in str(entries)


async def test_the_log_keeps_the_last_thousand(caller: Caller) -> None:
    for _ in range(1001):
        await caller.send("GET", "/api/partner/x")
    await caller.get(MINERS)

    entries = (await caller.send("GET", "/_log")).body["requests"]

    assert len(entries) == 1000
    assert entries[-1]["operation"] == MINERS


async def test_the_log_can_be_forgotten(caller: Caller) -> None:
    await caller.get(MINERS)

    assert (await caller.send("DELETE", "/_log")).body == {"requests": []}
    assert (await caller.send("GET", "/_log")).body == {"requests": []}


async def test_a_request_that_hangs_is_in_the_log(user: Caller) -> None:
    await user.send("DELETE", "/_log")
    await _plan(user, latency=0.5)

    async with asyncio.TaskGroup() as tasks:
        asked = tasks.create_task(user.get(MINERS))
        await asyncio.sleep(0.1)
        entries = (await user.send("GET", "/_log")).body["requests"]

    assert [(e["operation"], e["status"]) for e in entries] == [(MINERS, None)]
    assert asked.result().status == 200
