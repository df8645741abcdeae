"""What calls to the partner learn from those before them."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr
from structlog.testing import capture_logs

from core.errors import PartnerAwayError, PartnerError, PartnerThrottledError
from core.model import TokenPair
from core.partner import PartnerClient
from core.partner.circuit import COMPANIONS, FAILURES, PATIENCE, PAUSE
from tests.core.partner.faulty import (
    JWT,
    FakeTime,
    FaultyPartner,
    Reaction,
    answer,
    meeting,
    raw,
    reset,
    said,
    stalled,
)
from tests.core.partner.samples import MINERS, NO_ROWS

BORIS = SecretStr("another.users.jwt")
PAIR = TokenPair(JWT, SecretStr("the-refresh-token"))
HTML = b"<html><body>We will be right back</body></html>"


async def fail(client: PartnerClient, times: int = FAILURES) -> list[PartnerError]:
    """Read in vain, one call after the other."""
    failures = []
    for _ in range(times):
        with pytest.raises(PartnerError) as caught:
            await client.miners(JWT)
        failures.append(caught.value)
    return failures


async def bring_down(client: PartnerClient, partner: FaultyPartner) -> int:
    """Have the circuit open; return how many requests it took."""
    await fail(client)
    return len(partner.seen)


@pytest.mark.parametrize(
    "down",
    [
        pytest.param(reset, id="reset"),
        pytest.param(answer(500), id="500"),
        pytest.param(answer(502, HTML), id="502"),
        pytest.param(answer(302, Location="/"), id="redirect"),
        pytest.param(answer(200, b"\n" + HTML), id="HTML"),
        pytest.param(raw(b"SSH-2.0-OpenSSH_9.2\r\n"), id="no HTTP"),
        pytest.param(stalled(), id="slow"),
    ],
)
async def test_a_partner_that_is_down_is_not_asked_any_more(down: Reaction) -> None:
    async with meeting(down, deadline=0.3) as (client, partner):
        asked = await bring_down(client, partner)

        failures = await fail(client, 20)

        assert {type(failure) for failure in failures} == {PartnerAwayError}
        assert len(partner.seen) == asked


@pytest.mark.parametrize(
    "said_no",
    [
        pytest.param(said(400, {}), id="400"),
        pytest.param(said(401, {}), id="401"),
        pytest.param(answer(403, HTML), id="403 by a gateway"),
        pytest.param(said(429, {}), id="429"),
        pytest.param(said(200, {"data": {}}), id="wrong shape"),
        pytest.param(answer(200, b'{"data":{"array":[{"id":'), id="half an object"),
    ],
)
async def test_a_partner_that_answers_is_asked_however_it_answers(said_no: Reaction) -> None:
    async with meeting(said_no) as (client, partner):
        await fail(client, 3 * FAILURES)

        assert len(partner.seen) == 3 * FAILURES


async def test_a_500_to_a_write_may_be_a_refusal_and_opens_nothing() -> None:
    async with meeting(said(500, {"message": "no such wallet"})) as (client, partner):
        for _ in range(3 * FAILURES):
            with pytest.raises(PartnerError):
                await client.bind_btc(JWT, "bc1q")

        assert len(partner.seen) == 3 * FAILURES


async def test_writes_open_it_too_where_nobody_answers() -> None:
    async with meeting(reset) as (client, partner):
        for _ in range(FAILURES):
            with pytest.raises(PartnerError):
                await client.refresh(PAIR)
        with pytest.raises(PartnerAwayError):
            await client.refresh(PAIR)

        assert len(partner.seen) == FAILURES


async def test_a_partner_that_is_back_is_seen_by_one_call_and_then_asked_by_all() -> None:
    time = FakeTime()
    script = [reset] * FAILURES + [said(200, MINERS)]
    async with meeting(*script, time=time) as (client, partner):
        for _ in range(FAILURES):
            with pytest.raises(PartnerError):
                await client.bind_btc(JWT, "bc1q")
        time.passed += PAUSE

        answers = [await client.miners(JWT) for _ in range(3)]

        assert [[miner.id for miner in answer.value] for answer in answers] == [[7]] * 3
        assert len(partner.seen) == FAILURES + 3


async def test_calls_that_look_are_sent_once() -> None:
    time = FakeTime()
    async with meeting(reset, time=time) as (client, partner):
        asked = await bring_down(client, partner)
        time.passed += PAUSE
        time.slept.clear()
        await fail(client, 2 + COMPANIONS)

        assert len(partner.seen) == asked + 1 + COMPANIONS
        assert time.slept == []


async def test_a_call_that_looks_and_is_given_up_holds_nobody_back_for_long() -> None:
    time = FakeTime()
    script = [reset] * FAILURES + [stalled(), said(200, MINERS)]
    async with meeting(*script, time=time) as (client, partner):
        for _ in range(FAILURES):
            with pytest.raises(PartnerError):
                await client.bind_btc(JWT, "bc1q")
        time.passed += PAUSE
        partner.arrived.clear()
        looking = asyncio.ensure_future(client.miners(JWT))
        await partner.arrived.wait()
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking
        time.passed += PATIENCE

        assert (await client.miners(JWT)).value[0].id == 7


async def test_only_changes_are_told_and_not_each_call_kept_back() -> None:
    time = FakeTime()
    async with meeting(*[reset] * 10, said(200, NO_ROWS), time=time) as (client, partner):
        with capture_logs() as lines:
            for _ in range(10):
                with contextlib.suppress(PartnerError):
                    await client.bind_btc(JWT, "bc1q")
            down = REGISTRY.get_sample_value("miniapp_partner_circuit_open")
            while len(partner.seen) < 11:
                time.passed += 2 * PAUSE
                with contextlib.suppress(PartnerError):
                    await client.miners(JWT)
        told = [line for line in lines if line["log_level"] != "debug"]

    assert [line["event"] for line in told if line["event"] != "partner_call"] == [
        "partner_down",
        "partner_back",
    ]
    assert len([line for line in told if line["event"] == "partner_call"]) == 10
    assert down == 1
    assert REGISTRY.get_sample_value("miniapp_partner_circuit_open") == 0


async def test_a_crowd_at_the_moment_it_goes_down_is_no_storm() -> None:
    class Pausing(FakeTime):
        async def sleep(self, seconds: float) -> None:
            await asyncio.sleep(seconds)

    async with meeting(answer(503), time=Pausing()) as (client, partner):
        await asyncio.gather(*(client.miners(JWT) for _ in range(100)), return_exceptions=True)

        assert len(partner.seen) <= 120


async def test_a_partner_that_fails_every_other_time_is_not_asked_twice_by_all() -> None:
    async with meeting(*[answer(503), said(200, NO_ROWS)] * 300) as (client, partner):
        for _ in range(300):
            with contextlib.suppress(PartnerError):
                await client.miners(JWT)

        assert 330 <= len(partner.seen) <= 341


async def test_who_is_told_to_wait_is_not_sent_again_before_that() -> None:
    time = FakeTime()
    async with meeting(said(429, {}, Retry_After="7"), time=time) as (client, partner):
        await fail(client, 1)
        time.passed += 3
        [failure] = await fail(client, 1)

        assert isinstance(failure, PartnerThrottledError)
        assert failure.retry_after == 4
        assert len(partner.seen) == 1
        time.passed += 4
        await fail(client, 1)
        assert len(partner.seen) == 2


async def test_others_and_other_questions_do_not_wait_for_it() -> None:
    async with meeting(said(429, {}, Retry_After="7"), said(200, NO_ROWS)) as (client, partner):
        await fail(client, 1)
        await client.miners(BORIS)
        await client.collections(JWT)

        assert len(partner.seen) == 3
