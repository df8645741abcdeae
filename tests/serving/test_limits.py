from __future__ import annotations

import asyncio
import json
import resource
import zlib
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
from aiohttp import ClientSession
from structlog.testing import capture_logs

from core import metrics
from tests.serving.raw import ASK, served
from webapp import reading
from webapp.app import MAX_BODY, MAX_HEADER
from webapp.serving.connections import Limits
from webapp.serving.process import FILES_ASIDE, _room

POST = b"POST /api/earnings/export HTTP/1.1\r\nHost: x\r\n"


def closed(reason: str) -> float:
    value: float = metrics.CONNECTIONS_CLOSED.labels(reason)._value.get()
    return value


async def test_a_head_that_never_ends_is_answered_408(tmp_path: Path) -> None:
    before = closed("slow_head")
    async with served(tmp_path, Limits(head=1.0, sweep=0.05)) as house:
        client = await house.client()

        async def drip() -> None:
            while True:  # what comes in between buys no time
                client.writer.write(b"x")
                await asyncio.sleep(0.05)

        client.writer.write(b"GET / HTTP/1.1\r\nX: ")
        dripping = asyncio.ensure_future(drip())
        answer = await client.rest()
        dripping.cancel()
        client.close()

    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n")
    assert closed("slow_head") == before + 1


async def test_a_second_head_that_never_ends_is_answered_408_too(tmp_path: Path) -> None:
    async with served(tmp_path, Limits(head=0.3, sweep=0.05)) as house:
        client = await house.client()
        await client.ask()

        client.writer.write(b"GET / HTTP/1.1\r\nX: ")
        answer = await client.rest()
        client.close()

    assert answer.startswith(b"HTTP/1.1 408 ")


async def test_who_asks_in_pieces_is_answered(tmp_path: Path) -> None:
    async with served(tmp_path, Limits(head=5.0, sweep=0.05)) as house:
        client = await house.client()
        for _ in range(2):
            for byte in ASK[:-1]:
                client.writer.write(bytes([byte]))
                await asyncio.sleep(0)
            await asyncio.sleep(0.1)

            assert (await client.ask(ASK[-1:])).startswith(b"HTTP/1.1 200 ")
        client.close()


async def test_an_idle_connection_may_wait_longer_than_a_head_may_take(tmp_path: Path) -> None:
    async with served(tmp_path, Limits(head=0.1, sweep=0.02)) as house:
        asked, fresh = await house.client(), await house.client()
        await asked.ask()

        await asyncio.sleep(0.4)

        for client in (asked, fresh):
            assert (await client.ask()).startswith(b"HTTP/1.1 200 ")
            client.close()


async def test_an_idle_connection_ends_some_day(tmp_path: Path) -> None:
    async with served(tmp_path, Limits(idle=0.2)) as house:
        asked, fresh = await house.client(), await house.client()
        await asked.ask()

        for client in (asked, fresh):
            assert await client.rest() == b""
            client.close()


@pytest.mark.parametrize("headers", [2, 100])
async def test_headers_have_a_size_together(tmp_path: Path, headers: int) -> None:
    limits = Limits(head_size=4096)
    async with served(tmp_path, limits) as house:
        client = await house.client()
        client.writer.write(b"GET / HTTP/1.1\r\n")
        for number in range(headers):
            client.writer.write(b"X%d: %b\r\n" % (number, b"x" * (8192 // headers)))
            await asyncio.sleep(0.01)
        answer = await client.rest()
        client.close()

    assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")
    assert closed("large_head") >= 1


async def test_one_header_may_be_as_large_as_init_data(tmp_path: Path) -> None:
    async with served(tmp_path) as house:
        client = await house.client()
        large = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: %b\r\n\r\n"

        fits = await client.ask(large % (b"x" * (MAX_HEADER - 100)))
        client.writer.write(large % (b"x" * (MAX_HEADER + 100)))
        too_large = await client.rest()
        client.close()

    assert fits.startswith(b"HTTP/1.1 200 ")
    assert too_large.startswith(b"HTTP/1.0 400 ")


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        pytest.param(b"[" * 60_000, 400, "request_invalid", id="deep"),
        pytest.param(b'{"a":' * 12_000, 400, "request_invalid", id="deep objects"),
        pytest.param(b" " * (MAX_BODY + 1), 413, "body_too_large", id="large"),
    ],
)
async def test_a_body_that_asks_too_much_is_refused(
    tmp_path: Path, sent: bytes, status: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_everybody_in(monkeypatch)
    async with (
        served(tmp_path) as house,
        ClientSession() as http,
        http.post(f"{house.url}/api/earnings/export", data=sent) as answer,
    ):
        assert (answer.status, (await answer.json())["code"]) == (status, code)


async def test_a_bomb_is_unpacked_no_further_than_a_body_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_everybody_in(monkeypatch)
    bomb = zlib.compress(b" " * 2**27, 9)
    before = psutil.Process().memory_info().rss
    async with served(tmp_path) as house, ClientSession() as http:
        packed = {"Content-Encoding": "deflate"}
        url = f"{house.url}/api/earnings/export"
        async with http.post(url, data=bomb, headers=packed) as answer:
            assert answer.status == 413

    assert psutil.Process().memory_info().rss - before < 2**26


async def test_a_body_that_never_ends_is_answered_408(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_everybody_in(monkeypatch)
    monkeypatch.setattr(reading, "READ_WITHIN", 0.2)
    async with served(tmp_path, Limits(lingering=0.2)) as house:
        client = await house.client()
        client.writer.write(POST + b"Content-Length: 10\r\n\r\n{")
        head, _, body = (await client.rest()).partition(b"\r\n\r\n")
        client.close()

    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(body)["code"] == "body_too_slow"


async def test_a_body_nobody_reads_holds_its_connection_for_a_moment_only(tmp_path: Path) -> None:
    async with served(tmp_path, Limits(lingering=0.2)) as house:
        client = await house.client()
        client.writer.write(POST + b"Content-Length: 10\r\n\r\n{")  # by nobody we know: 401

        assert (await client.rest()).startswith(b"HTTP/1.1 401 ")
        client.close()


async def test_whoever_does_not_read_is_cut_off(tmp_path: Path) -> None:
    before = closed("silent")
    async with served(tmp_path, Limits(silent=0.5, sweep=0.05)) as house:
        client = await house.client()
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]  # it can be read
        asked = b"GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
        client.writer.write(asked * 400)
        async with asyncio.timeout(30):
            while closed("silent") == before:  # noqa: ASYNC110  # a counter tells nobody
                await asyncio.sleep(0.05)
        client.close()


async def test_beyond_the_cap_those_silent_for_longest_make_room(tmp_path: Path) -> None:
    before = closed("crowded")
    with ExitStack() as stack, capture_logs() as logs:
        async with served(tmp_path, Limits(connections=40, sweep=0.05)) as house:
            good = await house.client()
            stack.callback(good.close)
            idle = []
            for _ in range(120):
                idle.append(await house.client())
                stack.callback(idle[-1].close)
                assert (await good.ask()).startswith(b"HTTP/1.1 200 ")
            await asyncio.sleep(0.2)

            assert len(house.site._connections) <= 40
            assert await idle[0].rest() == b""
            assert (await idle[-1].ask()).startswith(b"HTTP/1.1 200 ")

    assert closed("crowded") - before >= 80
    assert "connections_crowded" in {line["event"] for line in logs}


async def test_where_everybody_is_busy_a_newcomer_is_turned_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_everybody_in(monkeypatch)
    with ExitStack() as stack:
        async with served(tmp_path, Limits(connections=3)) as house:
            for _ in range(3):
                busy = await house.client()
                stack.callback(busy.close)
                busy.writer.write(POST + b"Content-Length: 10\r\n\r\n{")
            await asyncio.sleep(0.3)
            newcomer = await house.client()
            stack.callback(newcomer.close)

            assert await newcomer.rest() == b""
            assert len(house.site._connections) == 3


async def test_the_slow_make_room_where_nobody_is_idle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_everybody_in(monkeypatch)
    with ExitStack() as stack:
        async with served(tmp_path, Limits(connections=3, busy=0.2)) as house:
            for _ in range(3):
                slow = await house.client()
                stack.callback(slow.close)
                slow.writer.write(POST + b"Content-Length: 10\r\n\r\n{")
            await asyncio.sleep(0.5)
            newcomer = await house.client()
            stack.callback(newcomer.close)

            assert (await newcomer.ask()).startswith(b"HTTP/1.1 200 ")


def test_there_are_never_more_connections_than_file_descriptors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: taken.append(limits))

    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 100_000))
    assert _room() == Limits().connections
    assert taken == [(Limits().connections + FILES_ASIDE, 100_000)]

    monkeypatch.setattr(resource, "getrlimit", lambda _: (1024, 1024))
    assert _room() == 1024 - FILES_ASIDE


def _let_everybody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the body read, whoever sends it."""
    monkeypatch.setattr("webapp.guard._identify", lambda _: None)
    monkeypatch.setattr(reading, "READ_WITHIN", 1.5)
    monkeypatch.setattr("core.rate_limit.RateLimits.check", _unlimited)


async def _unlimited(*_: object, **__: object) -> None:
    """Limit nobody."""
