"""A bridge that dies, comes back, falls silent or speaks nonsense; and how often we come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest

from core.errors import BridgeError
from core.partner import open_http
from core.ton_connect.bridge import Bridge, Letter
from core.ton_connect.line import MAX_HEAD, Pace, open_line
from tests.core.ton_connect.town import ADA, QUICK, Town, account

KEY, OTHER = "a" * 64, "b" * 64
PATIENT = 60.0
"""Seconds that no machine is too slow for."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


@asynccontextmanager
async def speaking(*parts: bytes, stays: bool = False) -> AsyncIterator[tuple[str, list[str]]]:
    """Run a server that says *parts* to whoever comes; yield its address and what was asked."""
    asked: list[str] = []
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(asyncio.IncompleteReadError):  # who comes with TLS, and goes
            asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        for part in parts:
            writer.write(part)
        if not stays:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bridge", asked
    finally:
        server.close()
        await server.wait_closed()
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0.01)  # for the transports to let go of their sockets


async def heard(url: str, pace: Pace = QUICK) -> Letter:
    """Return the first letter that comes."""

    async with open_http(1) as http, asyncio.timeout(20):
        return await Bridge(url, http, pace).listen(KEY, lambda letter: letter)


async def comes_back(url: str, asked: list[str]) -> None:
    """Listen until the bridge has been asked a second time."""
    hearing = asyncio.ensure_future(heard(url))
    while len(asked) < 2 and not hearing.done():  # noqa: ASYNC110  # the server rings no bell
        await asyncio.sleep(0.01)
    hearing.cancel()
    with suppress(asyncio.CancelledError):
        await hearing


async def test_an_answer_given_while_the_bridge_was_away_arrives(town: Town) -> None:
    async with (
        town.sign_in(pace=replace(QUICK, patience=20)) as sign_in,
        sign_in.connecting(ADA, town.app) as connecting,
    ):
        waiting = asyncio.ensure_future(connecting.wait())
        await town.bridge.until(lines=1)
        await town.bridge.die()
        await asyncio.sleep(0.5)
        assert not waiting.done()
        await town.bridge.live()
        await town.answer(connecting.link)
        assert (await waiting).address == account().address


async def test_a_bridge_that_refuses_is_not_run_down(town: Town) -> None:
    town.bridge.refusing = 503
    async with (
        town.sign_in(seconds=5, pace=replace(Pace(), patience=2.5)) as sign_in,
        sign_in.connecting(ADA, town.app) as connecting,
    ):
        with pytest.raises(BridgeError, match="503"):
            await connecting.wait()

    # Half a second, then twice as long each time, less up to half of it.
    assert 2 <= town.bridge.asked <= 6


async def test_lines_that_end_at_once_are_drawn_again_ever_more_slowly() -> None:
    pace = Pace(first=0.05, longest=0.4, patience=60)
    async with speaking(HEAD) as (url, asked):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.5):
                await heard(url, pace)

    assert 2 <= len(asked) <= 12


async def test_whoever_comes_back_says_which_letter_they_saw_last() -> None:
    junk = b"id: 41\nevent: message\ndata: junk\n\n"
    async with speaking(HEAD, junk) as (url, asked):
        await comes_back(url, asked)

    assert "last_event_id" not in asked[0]
    assert "last_event_id=41 " in asked[1]


async def test_an_id_that_does_not_belong_into_an_address_is_not_repeated() -> None:
    odd = b"id: 4 1\nevent: message\ndata: junk\n\n"
    async with speaking(HEAD, odd) as (url, asked):
        await comes_back(url, asked)

    assert "last_event_id" not in asked[1]


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(b"event: heartbeat\ndata: x\n\n", id="a heartbeat"),
        pytest.param(b"event: message\ndata: heartbeat\n\n", id="a heartbeat as a message"),
        pytest.param(b"data: [" + b"[" * 60_000 + b"\n\n", id="deep nonsense"),
        pytest.param(b"data: {}\n\n", id="nobody's"),
        pytest.param(b'data: {"from": 1, "message": "m"}\n\n', id="from a number"),
        pytest.param(b'data: {"from": "../x", "message": "m"}\n\n', id="from no key"),
        pytest.param(b"data: \xff\xfe\n\n", id="no text"),
        pytest.param(b": a comment\n\n", id="a comment"),
    ],
)
async def test_what_is_no_letter_is_passed_over(event: bytes) -> None:
    letter = b'data: {"from": "%s", "message": "m"}\n\n' % OTHER.encode()
    async with speaking(HEAD, event, letter, stays=True) as (url, _):
        assert await heard(url) == Letter(OTHER, "m")


@pytest.mark.parametrize(
    ("parts", "stays", "why"),
    [
        pytest.param((b"SSH-2.0\r\n",), False, "no HTTP", id="another protocol"),
        pytest.param((b"HTTP/1.1 404 Not Found\r\n\r\n",), False, "404", id="not there"),
        pytest.param((b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n",), False, "302", id="elsewhere"),
        pytest.param((b"HTTP/1.1 200 OK\r\n",), False, "ended", id="half an answer"),
        pytest.param(
            (b"HTTP/1.1 200 OK\r\n", *[b"X: " + b"x" * 999 + b"\r\n"] * (MAX_HEAD // 999 + 9)),
            True,
            "do not end",
            id="headers that do not end",
        ),
        pytest.param((), True, "in time", id="no answer"),
        pytest.param((HEAD, b"data: " + b"x" * 200_000), True, "not end", id="an endless event"),
        pytest.param((HEAD, *[b"data: " + b"x" * 9_999 + b"\n"] * 20), True, "not end", id="lines"),
        pytest.param((HEAD,), True, "silent", id="no heartbeat"),
        pytest.param((HEAD,), False, "ended", id="an end"),
    ],
)
async def test_a_line_that_is_none_is_a_bridge_error(
    parts: tuple[bytes, ...], *, stays: bool, why: str
) -> None:
    pace = replace(  # short for those alone who are to wait for its end
        QUICK,
        connecting=0.5 if why == "in time" else PATIENT,
        silence=0.3 if why == "silent" else PATIENT,
    )
    async with speaking(*parts, stays=stays) as (url, _):
        with pytest.raises(BridgeError, match=why):
            await _until_it_ends(f"{url}/events?client_id={KEY}", pace)


async def _until_it_ends(url: str, pace: Pace) -> None:
    async with open_line(url, pace) as line:
        while True:
            assert await line.events() == []


async def test_a_host_nobody_knows_is_a_bridge_error() -> None:
    with pytest.raises(BridgeError, match=r"gaierror|in time"):
        async with open_line("http://nowhere.invalid/bridge/events?x", QUICK):
            pytest.fail("there is no such host")


async def test_a_line_cannot_be_drawn_to_a_server_without_tls() -> None:
    async with speaking(b"plain\r\n\r\n") as (url, _):
        with pytest.raises(BridgeError):
            async with open_line(url.replace("http:", "https:") + "/events?x", QUICK):
                pytest.fail("there is no TLS")
