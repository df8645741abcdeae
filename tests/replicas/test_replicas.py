"""What replicas tell each other and keep for each other, with a Redis that fails in every way."""

from __future__ import annotations

import asyncio
import time
from typing import NamedTuple

import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr
from redis.asyncio import Redis
from structlog.testing import capture_logs

from core.replicas import ALONE, Kept, Replicas, open_replicas
from core.replicas import linked as linked_module
from tests.replicas.conftest import PATIENCE, until
from tests.valkey import Valkey

Pair = tuple[Replicas, Replicas]


class Ear:
    """Hears one topic at one replica."""

    def __init__(self, replicas: Replicas, topic: str = "tokens") -> None:
        self.heard: list[str] = []
        replicas.listen(topic, self.heard.append)


def redis_down() -> float | None:
    return REGISTRY.get_sample_value("miniapp_redis_down")


async def test_what_one_tells_the_others_hear_once_in_order_and_it_does_not(pair: Pair) -> None:
    one, other = pair
    own, ear, elsewhere = Ear(one), Ear(other), Ear(other, "sessions")

    for number in range(20):
        await one.tell("tokens", f"{number} with blanks")
    await until(lambda: len(ear.heard) == 20)

    assert ear.heard == [f"{number} with blanks" for number in range(20)]
    assert (own.heard, elsewhere.heard) == ([], [])


async def test_another_product_on_the_same_redis_is_a_stranger(pair: Pair, valkey: Valkey) -> None:
    one, other = pair
    async with open_replicas(SecretStr(valkey.url), "theirs") as stranger:
        ear, near = Ear(stranger), Ear(other)
        await one.tell("tokens", "7")
        await one.keep("key", b"ours", 60)
        await until(lambda: near.heard)

        assert ear.heard == []
        assert await stranger.kept("key") is None


async def test_what_is_kept_is_everybodys_for_its_time(pair: Pair) -> None:
    one, other = pair

    assert await one.keep("key", b"value", 60)

    kept = await other.kept("key")
    assert kept is not None
    assert kept.value == b"value"
    assert 50 < kept.left <= 60
    await other.forget("key")
    assert await one.kept("key") is None
    assert not await one.keep("key", b"late", -1)
    assert not await one.keep("key", b"late", 0.0001)
    await one.keep("key", b"short", 0.05)
    await asyncio.sleep(0.2)
    assert await one.kept("key") is None


async def test_one_of_many_gets_a_claim_until_it_is_over(pair: Pair) -> None:
    claims = await asyncio.gather(*(each.claim("work", 60) for each in pair * 10))

    assert claims.count(True) == 1
    assert await pair[0].claim("short work", 0.05)
    await asyncio.sleep(0.2)
    assert await pair[1].claim("short work", 60)


async def test_a_frozen_redis_costs_those_under_way_one_wait_and_nobody_else_any(
    pair: Pair, valkey: Valkey
) -> None:
    one, _ = pair
    await one.keep("key", b"value", 60)
    with capture_logs() as lines:
        valkey.freeze()
        began = time.monotonic()
        under_way = await asyncio.gather(*(one.kept("key") for _ in range(200)))
        waited = time.monotonic() - began
        began = time.monotonic()
        later = [await one.kept("key") for _ in range(200)]
        await one.forget("key")
        claimed = await one.claim("work", 60)
        none_waited = time.monotonic() - began

        assert under_way == later == [None] * 200
        assert claimed
        assert waited < 10 * linked_module.PATIENCE  # 200 in turn would take 200 times as long
        assert none_waited < linked_module.PATIENCE
        assert (one.is_down, redis_down()) == (True, 1)

        valkey.thaw()
        await until(lambda: not any(each.is_down for each in pair))

    kept = await one.kept("key")
    assert kept is not None
    assert kept.value == b"value"
    assert redis_down() == 0
    for event in ("redis_away", "redis_back"):  # once for each of the two
        assert [line["event"] for line in lines].count(event) == 2


async def test_silence_is_noticed_though_nobody_asks(pair: Pair, valkey: Valkey) -> None:
    began = time.monotonic()

    valkey.freeze()
    await until(lambda: pair[1].is_down)

    assert time.monotonic() - began < 5  # on a machine of its own: 0.8
    valkey.thaw()
    await until(lambda: not pair[1].is_down)


async def test_a_line_that_is_cut_is_drawn_anew(pair: Pair, valkey: Valkey) -> None:
    one, other = pair
    ear = Ear(other)
    async with Redis.from_url(valkey.url) as redis:
        await redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")  # type: ignore[no-untyped-call]  # redis-py

    async with asyncio.timeout(PATIENCE):
        while not ear.heard:  # what is told while the line is cut nobody hears
            await one.tell("tokens", "7")
            await asyncio.sleep(0.05)


async def test_news_told_while_redis_is_gone_is_heard_when_it_is_back(
    pair: Pair, valkey: Valkey
) -> None:
    one, other = pair
    ear = Ear(other)
    valkey.stop()
    await until(lambda: one.is_down and other.is_down)

    await one.tell("tokens", "7")
    await one.tell("tokens", "8")
    valkey.start()

    await until(lambda: ear.heard == ["7", "8"])


async def test_a_process_that_was_late_itself_does_not_blame_redis(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.replicas.linked.PATIENCE", 0.2)

    def late() -> None:
        time.sleep(1)  # noqa: TID251  # as a long computation would

    asyncio.get_running_loop().call_later(0.01, late)
    await asyncio.gather(*(pair[0].kept("key") for _ in range(50)))

    assert not pair[0].is_down


async def test_a_redis_that_takes_no_writes_is_left_alone_and_carries_news_all_the_same(
    pair: Pair, valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.replicas.breaker.REST", 0.1)
    one, other = pair
    ear = Ear(other)
    async with Redis.from_url(valkey.url) as redis:
        await redis.config_set("maxmemory", "1")
        with capture_logs() as lines:
            assert not await one.keep("key", b"value", 60)
            assert one.is_down
            await one.tell("tokens", "7")
            await until(lambda: ear.heard)
            await asyncio.sleep(1)  # it is looked at several times

        assert one.is_down
        assert [line["event"] for line in lines] == ["redis_away"]
        await redis.config_set("maxmemory", "0")

    await until(lambda: not one.is_down)


async def test_redis_may_be_away_at_the_start(valkey: Valkey) -> None:
    valkey.stop()
    async with open_replicas(SecretStr(valkey.url)) as replicas:
        assert (replicas.is_alone, replicas.is_down) == (False, True)

        valkey.start()

        await until(lambda: not replicas.is_down)
        assert await replicas.keep("key", b"value", 60)


async def test_leaving_takes_no_longer_for_a_redis_that_comes_and_goes(valkey: Valkey) -> None:
    for pause in range(0, 20, 4):
        async with asyncio.timeout(PATIENCE), open_replicas(SecretStr(valkey.url)) as replicas:
            valkey.freeze()
            await asyncio.sleep(pause / 10)
            valkey.thaw()
            await replicas.kept("key")


async def test_a_redis_that_forgot_everything_is_used_on(pair: Pair, valkey: Valkey) -> None:
    one, other = pair
    await one.keep("key", b"value", 60)
    async with Redis.from_url(valkey.url) as redis:
        await redis.flushall()

    assert await other.kept("key") is None
    assert await other.claim("work", 60)
    assert not other.is_down


async def test_what_one_listener_makes_of_the_news_is_its_own_affair(
    pair: Pair, valkey: Valkey
) -> None:
    one, other = pair

    def stumble(text: str) -> None:
        raise ValueError(text)

    other.listen("tokens", stumble)
    ear = Ear(other)
    with capture_logs() as lines:
        async with Redis.from_url(valkey.url) as redis:
            for nonsense in (b"", b"\xff", b"no topic", b"x tokens", b"x  "):
                await redis.publish("ours:news", nonsense)
        await one.tell("tokens", "secret")
        await until(lambda: "secret" in ear.heard)

    assert ear.heard == ["", "secret"]
    assert {line["event"] for line in lines} == {"news_not_taken"}
    assert "secret" not in str(lines)


async def test_one_alone_has_nobody_to_tell_and_nothing_kept() -> None:
    async with open_replicas(SecretStr("")) as replicas:
        assert replicas is ALONE
        assert (replicas.is_alone, replicas.is_down) == (True, False)
        ear = Ear(replicas)
        await replicas.tell("tokens", "7")
        assert not await replicas.keep("key", b"value", 60)
        assert await replicas.kept("key") is None
        assert await replicas.claim("work", 60)
        await replicas.forget("key")

    assert ear.heard == []


class Case(NamedTuple):
    answer: list[object]
    kept: Kept | None


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(Case([None, -2], None), id="nothing there"),
        pytest.param(Case([b"v", -1], None), id="for ever: not ours"),
        pytest.param(Case([b"v", -2], None), id="over between the two questions"),
        pytest.param(Case([b"v", 1500], Kept(b"v", 1.5)), id="kept"),
    ],
)
async def test_only_what_is_kept_for_a_time_is_taken(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    async def attempt(_: object) -> list[object]:
        return case.answer

    monkeypatch.setattr(pair[0], "attempt", attempt)

    assert await pair[0].kept("key") == case.kept
