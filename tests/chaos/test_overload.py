"""Somebody attacks the web process: its memory stays bounded, and others are served beside."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from statistics import median, quantiles

import pytest
from aiohttp import ClientOSError, ClientSession, ServerDisconnectedError, TCPConnector

from tests.chaos.attacker import Order
from tests.chaos.scene import Record, Scene, settled, tell
from tests.house import Visitor
from tests.init_data import USER, init_data
from tests.processes import ROOT

GROWTH = 128 * 2**20
"""Bytes the process may grow by under any attack."""
WORSE = 15
"""Times slower than before a request may be, where tests share two cores with the attacker."""


def sealed(count: int) -> tuple[str, ...]:
    """Return the init data of so many users."""
    return tuple(init_data(time.time(), user=USER | {"id": 1_000 + n}) for n in range(count))


@asynccontextmanager
async def attacking(order: Order) -> AsyncIterator[asyncio.Future[Mapping[str, int]]]:
    """Have the attack under way; yield what will tell how often each thing was answered."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.chaos.attacker",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines = process.stdout

    async def report() -> Mapping[str, int]:
        seen: Mapping[str, int] = json.loads(await lines.readline())
        return seen

    reporting: asyncio.Future[Mapping[str, int]] | None = None
    try:
        process.stdin.write(order.line())
        assert await lines.readline() == b"begun\n"
        reporting = asyncio.ensure_future(report())
        yield reporting
    finally:
        if reporting is not None:
            reporting.cancel()
        if process.returncode is None:
            process.kill()
        await process.wait()


async def served(visitor: Visitor, fresh: ClientSession, times: int) -> list[float]:
    """Look at the home screen so often, now and then over a new connection; return the seconds."""
    took = []
    for number in range(times):
        started = time.perf_counter()
        if number % 5:
            try:
                status = (await visitor.get("/api/home")).status
            except (ClientOSError, ServerDisconnectedError):
                # An idle connection may be closed for room, and a browser then opens another.
                status = (await visitor.get("/api/home")).status
        else:
            async with fresh.get(f"{visitor.url}/api/me", headers=visitor.headers) as response:
                await response.read()
                status = response.status
        took.append(time.perf_counter() - started)
        assert status == 200
        await asyncio.sleep(0.005)
    return took


def in_ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def p99(seconds: list[float]) -> float:
    return quantiles(seconds, n=100)[98]


@pytest.mark.parametrize(
    ("attack", "connections", "in_the_long_form"),
    [
        pytest.param("idle", 1_500, 10_000, id="idle connections"),
        pytest.param("slow", 500, 5_000, id="slow-loris"),
        pytest.param("slow_body", 500, 5_000, id="slow bodies"),
        pytest.param("headers", 20, 100, id="long headers"),
        pytest.param("many_headers", 20, 100, id="many headers"),
        pytest.param("bodies", 20, 100, id="endless bodies"),
        pytest.param("deep", 20, 100, id="deep JSON"),
        pytest.param("logins", 20, 100, id="logins"),
    ],
)
async def test_an_attack_is_borne_and_others_are_served(  # noqa: PLR0917  # by name
    scene: Scene,
    is_long: bool,  # noqa: FBT001  # a fixture
    attack: str,
    connections: int,
    in_the_long_form: int,
    record_property: Record,
) -> None:
    count = in_the_long_form if is_long else connections
    [ada, mallory] = await scene.signed_in(1, 666)
    token = mallory.headers["Authorization"].removeprefix("Bearer ")
    seconds = 30.0 if is_long else 2.0
    order = Order(attack, scene.web.url, count, seconds, token, sealed(500))
    files, during, most = scene.web.files, list[float](), 0

    async with ClientSession(connector=TCPConnector(force_close=True)) as fresh:
        before = await served(ada, fresh, 500 if is_long else 150)
        memory = scene.web.memory
        async with attacking(order) as report:
            while not report.done():
                during += await served(ada, fresh, 20)
                most = max(most, scene.web.memory)
            seen = report.result()
        after = await served(ada, fresh, len(before))
    assert (await scene.web.visitor(scene.http, 99).sign_in()).status == 200

    assert most - memory < GROWTH
    # The machine may have become slower meanwhile, by whatever else it does.
    usual = max(median(before), median(after))
    assert median(during) < WORSE * usual
    await settled(lambda: scene.web.files <= files + 5)
    tell(
        record_property,
        {
            "attack": attack,
            "seen": seen,
            "grown by MiB": round((most - memory) / 2**20, 1),
            "median ms, before, during, after": [
                in_ms(median(took)) for took in (before, during, after)
            ],
            "p99 ms": [in_ms(p99(took)) for took in (before, during, after)],
        },
    )


@pytest.fixture(autouse=True)
def _many_files() -> Iterator[None]:
    """Let the processes started from here have as many connections as an attack needs."""
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (usual, most))
