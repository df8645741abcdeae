"""What is told of a crash: where it was, and nothing of whom it met."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from core import logs
from core.errors import SettingsError
from core.observing import observing
from core.portfolio import Portfolio
from core.version import VERSION
from tests.house import House, Visitor, running_house
from tests.init_data import USER
from tests.settings import settings
from tests.watching.sink import Sink, running_sink

SECRET = "what-nobody-else-may-read"


@pytest.fixture(autouse=True)
def _unconfigured() -> Iterator[None]:
    yield
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    async with running_sink() as running:
        yield running


@pytest.fixture
async def house(sink: Sink, tmp_path: Path) -> AsyncIterator[House]:
    dsn = f"http://public-key@127.0.0.1:{sink.port}/7"
    async with running_house(tmp_path, sentry_dsn=dsn) as running:
        logs.configure(running.settings)
        yield running


def _crash(*_: object) -> None:
    local = SECRET
    raise RuntimeError(f"it held {local}")


def _event(envelope: bytes) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(envelope.splitlines()[2])
    return event


async def _crashed(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(Portfolio, "miners", _crash)
    answer = await visitor.ask(
        "GET", f"/api/nft/get-my?{SECRET}=1", headers={"User-Agent": SECRET}, data=SECRET
    )
    assert answer.status == 500
    request_id: str = answer.json["requestId"]
    return request_id


async def test_a_crash_is_told_by_its_class_place_route_request_and_release(
    house: House, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = house.visitor()
    await visitor.sign_in()

    request_id = await _crashed(visitor, monkeypatch)

    event = _event(await sink.first())
    (told,) = event["exception"]["values"]
    assert told["type"] == "RuntimeError"
    innermost = told["stacktrace"]["frames"][-1]
    assert (innermost["filename"], innermost["function"]) == ("test_crashes.py", "_crash")
    assert innermost["lineno"] > 1
    assert event["release"] == VERSION
    assert event["tags"] == {
        "event": "crashed",
        "route": "mirror_miners",
        "request_id": request_id,
    }


async def test_nothing_else_is_told(
    house: House, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = house.visitor()
    await visitor.sign_in()
    session = visitor.headers["Authorization"].removeprefix("Bearer ")

    await _crashed(visitor, monkeypatch)

    event = _event(await sink.first())
    assert set(event) == {
        "event_id", "exception", "fingerprint", "level", "platform", "release", "tags", "timestamp",
    }  # fmt: skip  # a list of names
    for secret in (
        SECRET,
        "it held",
        session,
        house.settings.bot_token.get_secret_value(),
        house.settings.token_keys.get_secret_value(),
        house.partner_url,
        str(USER["first_name"]),
        socket.gethostname(),
        str(Path.cwd()),
    ):
        assert secret not in sink.everything


async def test_what_is_no_crash_is_not_told(house: House, sink: Sink) -> None:
    await house.play(fail={"*": 500})
    visitor = house.visitor()
    await visitor.open()
    assert (await visitor.post("/api/auth/generate-payload")).status == 502
    assert (await visitor.get("/api/nowhere")).status == 404

    structlog.get_logger().error("worker_crashed", error="OSError", at="a.py:1 f < b.py:2 g")

    event = _event(await sink.first())
    assert event["tags"] == {"event": "worker_crashed"}
    assert len(sink.came) == 1


async def test_what_is_on_its_way_at_the_end_is_still_told(sink: Sink) -> None:
    chosen = settings(sentry_dsn=f"http://public-key@127.0.0.1:{sink.port}/7")
    logs.configure(chosen)

    async with observing(chosen):
        structlog.get_logger().error("update_crashed", error="OSError", at="a.py:1 f")
    structlog.get_logger().error("update_crashed", error="LaterError", at="a.py:1 f")

    assert len(sink.came) == 1
    assert "LaterError" not in sink.everything


async def test_an_address_that_is_none_is_said_without_repeating_it() -> None:
    with pytest.raises(SettingsError, match="SENTRY_DSN should be") as refusal:
        async with observing(settings(sentry_dsn=f"https://{SECRET}.example/no-number")):
            pass

    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    ("library", "ours", "setting"),
    [
        pytest.param(
            "sentry_sdk", "sentry", {"sentry_dsn": "https://key@sentry.example/7"}, id="sentry"
        ),
        pytest.param(
            "opentelemetry", "opentelemetry", {"otel_endpoint": "http://127.0.0.1:4318"}, id="otel"
        ),
    ],
)
async def test_a_library_that_is_not_there_is_said_with_what_to_install(
    library: str, ours: str, setting: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, f"core.observing.{ours}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(SettingsError, match="pip install") as refusal:
        async with observing(settings(**setting)):
            pass

    assert next(iter(setting)).upper() in str(refusal.value)


def test_unasked_neither_library_is_loaded(tmp_path: Path) -> None:
    program = """
import asyncio, sys
import webapp.serving.process, core.runtime
from tests.settings import settings
async def main():
    chosen = settings(database_url=sys.argv[1])
    async with core.runtime.open_services(chosen):
        found = {name.partition(".")[0] for name in sys.modules}
        print(sorted(found & {"sentry_sdk", "opentelemetry", "urllib3", "requests"}))
asyncio.run(main())
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, f"sqlite:///{tmp_path}/app.db"],
        capture_output=True, text=True, check=True, timeout=100, cwd=os.curdir,
    )  # fmt: skip  # as a command reads

    assert ran.stdout.splitlines()[-1] == "[]"
