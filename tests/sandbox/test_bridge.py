"""The bridge keeps what it is given, in order and within limits, and loses it when it expires."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientResponse, ClientSession, web
from aiohttp.test_utils import TestServer

from sandbox.bridge import BridgeRoutes
from sandbox.bridge import mailboxes as limits
from sandbox.bridge.mailboxes import ClientId, FullError, Mailboxes
from sandbox.bridge.routes import MAX_MESSAGE, PATH

NOW = 1_795_348_800.0
APP, OTHER_APP, WALLET = (ClientId(digit * 64) for digit in "abc")


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> float:
        return self.at


@dataclass(frozen=True)
class Bridge:
    """A bridge on loopback, and the two ways to reach it."""

    http: ClientSession
    url: str
    clock: Clock
    app: web.Application

    async def post(self, message: str, **changed: object) -> ClientResponse:
        query = {"client_id": WALLET, "to": APP, "ttl": "300", "topic": "connect"}
        params = {name: str(value) for name, value in (query | changed).items()}
        async with self.http.post(f"{self.url}/message", params=params, data=message) as answer:
            await answer.read()
            return answer

    @asynccontextmanager
    async def listening(self, **query: str) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
        """Be on the line; the iterator gives events, heartbeats as events without data."""
        params = {"client_id": APP} | query
        async with self.http.get(f"{self.url}/events", params=params) as answer:
            assert answer.status == 200, await answer.text()
            assert answer.content_type == "text/event-stream"
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            yield _events(answer)


async def _events(answer: ClientResponse) -> AsyncIterator[dict[str, Any]]:
    event: dict[str, Any] = {}
    async for line in answer.content:
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            event[name] = value
        else:
            yield event
            event = {}


async def letters(events: AsyncIterator[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Return the next *count* letters, heartbeats passed over."""
    found: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        async for event in events:
            if event["event"] == "message":
                found.append({"id": event["id"], **json.loads(event["data"])})
            if len(found) == count:
                break
    return found


@pytest_asyncio.fixture
async def bridge(request: pytest.FixtureRequest) -> AsyncIterator[Bridge]:
    """A bridge that never beats by itself; an `indirect` parameter is another pause, in seconds."""
    clock = Clock()
    app = web.Application()
    BridgeRoutes(now=clock, heartbeat=getattr(request, "param", 3600.0)).add_to(app)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession() as http:
        yield Bridge(http, str(server.make_url(PATH)), clock, app)


async def test_a_letter_reaches_whoever_is_on_the_line(bridge: Bridge) -> None:
    async with bridge.listening() as events:
        answer = await bridge.post("c2VhbGVk")
        (letter,) = await letters(events, 1)

    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (letter["from"], letter["message"]) == (WALLET, "c2VhbGVk")


async def test_a_letter_is_delivered_once_to_a_line(bridge: Bridge) -> None:
    async with bridge.listening() as events:
        await bridge.post("one")
        (first,) = await letters(events, 1)
        await bridge.post("two")
        (second,) = await letters(events, 1)

    assert (first["message"], second["message"]) == ("one", "two")


async def test_a_letter_waits_for_a_receiver_who_is_away(bridge: Bridge) -> None:
    await bridge.post("one")
    await bridge.post("two")

    async with bridge.listening() as events:
        assert [letter["message"] for letter in await letters(events, 2)] == ["one", "two"]


async def test_who_comes_back_says_which_letter_they_saw_last(bridge: Bridge) -> None:
    await bridge.post("one")
    async with bridge.listening() as events:
        (seen,) = await letters(events, 1)
    await bridge.post("two")

    async with bridge.listening(last_event_id=seen["id"]) as events:
        (letter,) = await letters(events, 1)

    assert letter["message"] == "two"


async def test_a_browser_that_reconnects_says_it_in_a_header(bridge: Bridge) -> None:
    await bridge.post("one")
    async with bridge.listening() as events:
        (seen,) = await letters(events, 1)
    await bridge.post("two")

    query, headers = {"client_id": APP, "last_event_id": "1"}, {"Last-Event-ID": seen["id"]}
    async with bridge.http.get(f"{bridge.url}/events", params=query, headers=headers) as answer:
        (letter,) = await letters(_events(answer), 1)

    assert letter["message"] == "two"


async def test_who_does_not_say_so_sees_it_again(bridge: Bridge) -> None:
    await bridge.post("one")

    for _ in range(2):
        async with bridge.listening() as events:
            assert [letter["message"] for letter in await letters(events, 1)] == ["one"]


async def test_one_line_serves_several_clients_in_the_order_of_posting(bridge: Bridge) -> None:
    await bridge.post("one", to=OTHER_APP)
    await bridge.post("two", to=APP)
    await bridge.post("not theirs", to=WALLET)
    await bridge.post("three", to=OTHER_APP)

    async with bridge.listening(client_id=f"{APP},{OTHER_APP}") as events:
        found = await letters(events, 3)

    assert [letter["message"] for letter in found] == ["one", "two", "three"]


async def test_an_expired_letter_is_gone(bridge: Bridge) -> None:
    await bridge.post("one", ttl=10)
    await bridge.post("two", ttl=11)
    bridge.clock.at += 10

    async with bridge.listening() as events:
        assert [letter["message"] for letter in await letters(events, 1)] == ["two"]


@pytest.mark.parametrize("bridge", [0.01], indirect=True)
async def test_a_silent_line_beats(bridge: Bridge) -> None:
    async with bridge.listening() as events, asyncio.timeout(10):
        assert [await anext(events) for _ in range(3)] == [{"event": "heartbeat"}] * 3


async def test_lines_end_when_the_bridge_closes(bridge: Bridge) -> None:
    async with bridge.listening() as events, asyncio.timeout(10):
        await anext(events)
        await bridge.app.shutdown()
        assert all([event["event"] == "heartbeat" async for event in events])


@pytest.mark.parametrize(
    ("message", "query", "status"),
    [
        pytest.param("m", {"to": ""}, 400, id="to nobody"),
        pytest.param("m", {"to": "A" * 64}, 400, id="to no key"),
        pytest.param("m", {"client_id": "a" * 63}, 400, id="from no key"),
        pytest.param("m", {"ttl": ""}, 400, id="no ttl"),
        pytest.param("m", {"ttl": 0}, 400, id="no time"),
        pytest.param("m", {"ttl": 301}, 400, id="too much time"),
        pytest.param("m", {"ttl": "1e2"}, 400, id="a ttl that is no number"),
        pytest.param("m", {"ttl": "٣"}, 400, id="another script's digits"),
        pytest.param("", {}, 400, id="nothing said"),
        pytest.param("m" * (MAX_MESSAGE + 1), {}, 400, id="too much said"),
        pytest.param("m" * MAX_MESSAGE, {"ttl": 300}, 200, id="as much as may be said"),
    ],
)
async def test_a_letter_is_taken_within_limits(
    bridge: Bridge, message: str, query: dict[str, object], status: int
) -> None:
    assert (await bridge.post(message, **query)).status == status


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({"client_id": ""}, id="nobody"),
        pytest.param({"client_id": "x" * 64}, id="no key"),
        pytest.param({"client_id": ",".join([APP] * 11)}, id="too many"),
        pytest.param({"client_id": APP, "last_event_id": "x"}, id="no number"),
        pytest.param({"client_id": APP, "last_event_id": "1" * 20}, id="a number too long"),
    ],
)
async def test_a_line_for_nobody_is_refused(bridge: Bridge, query: dict[str, str]) -> None:
    async with bridge.http.get(f"{bridge.url}/events", params=query) as answer:
        assert answer.status == 400
        assert (await answer.json())["statusCode"] == 400


async def test_a_full_box_refuses_and_takes_again_when_letters_expire(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_LETTERS", 2)
    statuses = [(await bridge.post("m", ttl=10)).status for _ in range(3)]
    elsewhere = (await bridge.post("m", to=OTHER_APP)).status
    bridge.clock.at += 10

    assert [*statuses, elsewhere] == [200, 200, 429, 200]
    assert (await bridge.post("m")).status == 200


async def test_it_keeps_boxes_for_so_many_and_lines_for_so_many(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_CLIENTS", 1)
    monkeypatch.setattr(limits, "MAX_LISTENERS", 1)
    await bridge.post("m")

    assert (await bridge.post("m", to=OTHER_APP)).status == 429
    assert (await bridge.post("m")).status == 200
    async with bridge.listening():
        params = {"client_id": APP}
        async with bridge.http.get(f"{bridge.url}/events", params=params) as answer:
            assert answer.status == 429


def test_what_a_browser_remembers_of_an_earlier_run_hides_nothing_of_a_later_one() -> None:
    earlier, later = Mailboxes(), Mailboxes()
    seen = [earlier.post(WALLET, APP, "m", ttl=300, now=NOW).id for _ in range(9)]

    letter = later.post(WALLET, APP, "m", ttl=300, now=NOW + 1)

    assert sorted(set(seen)) == seen
    assert later.letters([APP], after=seen[-1], now=NOW + 1) == [letter]


def test_who_hangs_up_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_LISTENERS", 1)
    boxes = Mailboxes()

    for _ in range(2):
        with (
            boxes.listening(frozenset({APP})),
            pytest.raises(FullError),
            boxes.listening(frozenset({APP})),
        ):
            pytest.fail("there is room for one")
