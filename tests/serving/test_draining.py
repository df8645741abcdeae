from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.processes import WebProcess, running_web
from tests.serving.raw import Client, served

LOOK_EVERY = 0.05
DRAIN = "3"
"""Seconds; many times what the balancer takes to look, on a machine with other things to do."""

SLOW = (
    b"POST /api/auth/check-proof HTTP/1.1\r\nHost: x\r\n"
    b"Authorization: %b\r\nContent-Length: 2\r\n\r\n{"
)


class Balancer:
    """What stands in front: sends each request to a replica that says it is ready, in turn."""

    def __init__(self, http: ClientSession, replicas: list[WebProcess]) -> None:
        self._http = http
        self._replicas = replicas
        self._ready = {replica.url for replica in replicas}
        self._turn = 0
        self.outcomes: Counter[str] = Counter()

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._look(replica.url)) for replica in self._replicas]
            yield
            for task in tasks:
                task.cancel()

    async def _look(self, url: str) -> None:
        while True:
            try:
                async with self._http.get(f"{url}/readyz") as answer:
                    is_ready = answer.status == 200
            except (ClientError, TimeoutError):
                is_ready = False
            (self._ready.add if is_ready else self._ready.discard)(url)
            await asyncio.sleep(LOOK_EVERY)

    async def is_ready(self, url: str, *, wanted: bool) -> None:
        """Wait until that replica is sent requests, or is not."""
        async with asyncio.timeout(60):
            while (url in self._ready) is not wanted:  # noqa: ASYNC110  # it is a test
                await asyncio.sleep(LOOK_EVERY)

    async def send(self) -> None:
        """Send one request, on a connection that may be kept, and note what came of it."""
        self._turn += 1
        ready = sorted(self._ready)
        url = ready[self._turn % len(ready)]
        try:
            # A POST: no client sends it again by itself where its connection was closed.
            async with self._http.post(f"{url}/api/session") as answer:
                await answer.read()
                self.outcomes[str(answer.status)] += 1
        except (ClientError, TimeoutError) as error:
            self.outcomes[repr(error)] += 1


async def test_a_rolling_restart_of_two_replicas_loses_no_request(tmp_path: Path) -> None:
    """Each is stopped and started again in turn, while hundreds of requests come."""
    async with (
        running_web(tmp_path, DRAIN_SECONDS=DRAIN) as first,
        running_web(tmp_path, DRAIN_SECONDS=DRAIN) as second,
        ClientSession(timeout=ClientTimeout(30)) as http,
    ):
        balancer = Balancer(http, [first, second])
        over = asyncio.Event()

        async def visit() -> None:
            while not over.is_set():
                await balancer.send()
                await asyncio.sleep(0.02)

        async with balancer.looking(), asyncio.TaskGroup() as group:
            for _ in range(8):
                group.create_task(visit())
            for replica in (first, second):
                assert await replica.stop() == 0
                await balancer.is_ready(replica.url, wanted=False)
                await replica.start()
                await balancer.is_ready(replica.url, wanted=True)
                await asyncio.sleep(0.2)
            over.set()

    assert set(balancer.outcomes) <= {"401", "429"}, balancer.outcomes
    assert balancer.outcomes.total() >= 200


async def test_while_it_drains_it_serves_and_says_that_it_goes(tmp_path: Path) -> None:
    async with running_web(tmp_path, DRAIN_SECONDS="60") as web, ClientSession() as http:
        kept = await connected(web)
        await kept.ask()

        web.process.send_signal(signal.SIGTERM)
        await web.until("stopping")
        async with http.get(f"{web.url}/readyz") as answer:
            assert (answer.status, (await answer.json())["code"]) == (503, "stopping")
            assert answer.headers["Connection"] == "close"
        async with http.get(f"{web.url}/healthz") as answer:
            assert (answer.status, answer.headers["Connection"]) == (200, "close")
        told = await kept.ask()
        ended = await kept.rest()
        kept.close()

        assert told.startswith(b"HTTP/1.1 200 ")
        assert b"Connection: close" in told
        assert ended == b""
        assert web.is_running
        assert await web.stop() == 0  # the second signal: at once, not in a minute


@pytest.mark.parametrize("arguments", [(), ("--workers", "2")], ids=["alone", "two workers"])
async def test_a_request_under_way_is_finished_after_draining(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    async with running_web(tmp_path, *arguments) as web, ClientSession() as http:
        visitor = web.visitor(http)
        await visitor.open()
        slow = await connected(web)
        slow.writer.write(SLOW % visitor.headers["Authorization"].encode())
        await asyncio.sleep(0.5)

        web.process.send_signal(signal.SIGTERM)
        await web.until("stopping")
        await asyncio.sleep(1.0)
        slow.writer.write(b"}")

        assert (await slow.rest()).startswith(b"HTTP/1.1 400 ")  # what was read to its end
        slow.close()
        assert await web.stop() == 0


async def test_who_retires_waits_for_its_connections_to_be_told(tmp_path: Path) -> None:
    async with served(tmp_path) as house:
        client = await house.client()
        await client.ask()

        retiring = asyncio.ensure_future(house.site.retire(asyncio.Event()))
        await asyncio.sleep(0.2)
        assert not retiring.done()
        told = await client.ask()
        await asyncio.wait_for(retiring, 30)
        client.close()

    assert b"Connection: close" in told


@pytest.mark.parametrize("in_a_hurry", [True, False])
async def test_who_retires_does_not_wait_for_ever(tmp_path: Path, *, in_a_hurry: bool) -> None:
    hurry = asyncio.Event()
    if in_a_hurry:
        hurry.set()
    async with served(tmp_path) as house:
        client = await house.client()
        await client.ask()

        await asyncio.wait_for(house.site.retire(hurry, 30.0 if in_a_hurry else 0.2), 10)
        client.close()


async def connected(web: WebProcess) -> Client:
    parts = urlsplit(web.url)
    return Client(*await asyncio.open_connection(parts.hostname, parts.port))
