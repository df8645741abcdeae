from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil
import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from core.settings import Settings, read_settings
from tests.processes import START_SECONDS, WebProcess, environment, running_web
from webapp.serving.crew import Crew, Worker
from webapp.serving.lanes import address_of, open_lanes
from webapp.serving.supervisor import Supervisor

AT_ONCE = 8
TIMES = 60
"""Requests that each of them sends, at least."""


def workers(web: WebProcess) -> list[psutil.Process]:
    """Return the processes that serve, the oldest first."""
    return psutil.Process(web.process.pid).children()


@asynccontextmanager
async def visitors(url: str, outcomes: Counter[str]) -> AsyncIterator[None]:
    """Have clients ask all the time, on connections they keep; each request at least `TIMES`."""
    over = asyncio.Event()

    async def visit() -> None:
        async with ClientSession(
            timeout=ClientTimeout(30), connector=TCPConnector(limit=1)
        ) as http:
            done = 0
            while done < TIMES or not over.is_set():
                done += 1
                try:
                    # A POST: no client sends it again by itself where its connection was closed.
                    async with http.post(f"{url}/api/session") as answer:
                        await answer.read()
                        outcomes[str(answer.status)] += 1
                except (ClientError, TimeoutError) as error:
                    outcomes[repr(error)] += 1
                await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(visit())
        yield
        over.set()


async def test_each_worker_is_renewed_and_no_request_lost(tmp_path: Path) -> None:
    outcomes: Counter[str] = Counter()
    async with running_web(tmp_path, "--workers", "2") as web:
        await web.until("worker_started")
        before = {worker.pid for worker in workers(web)}

        async with visitors(web.url, outcomes):
            web.process.send_signal(signal.SIGHUP)
            await web.until("renewed")

        after = {worker.pid for worker in workers(web)}
        assert await web.stop() == 0

    assert len(before) == len(after) == 2
    assert not before & after
    assert set(outcomes) <= {"401", "429"}, outcomes
    assert outcomes.total() >= AT_ONCE * TIMES


async def test_a_worker_that_dies_is_started_again_and_the_others_serve_meanwhile(
    tmp_path: Path,
) -> None:
    async with running_web(tmp_path, "--workers", "2") as web, ClientSession() as http:
        await web.until("worker_started")
        first, second = workers(web)

        first.kill()
        await web.until("worker_died")
        for _ in range(20):  # each on a connection of its own, whichever socket it comes to
            headers = {"Connection": "close"}
            async with http.get(f"{web.url}/healthz", headers=headers) as answer:
                assert answer.status == 200

        await web.until("worker_started", 2)
        assert second.is_running()
        assert len(workers(web)) == 2
        assert await web.stop() == 0
        assert web.logged("worker_died")[0]["code"] == -signal.SIGKILL


async def test_a_worker_that_hangs_is_ended_and_another_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    async with supervised(read_settings()) as (crew, url), asyncio.timeout(START_SECONDS):
        hung = await a_worker_that_answers(crew, url)

        hung.process.send_signal(signal.SIGSTOP)

        assert await hung.gone == -signal.SIGKILL
        assert await a_worker_that_answers(crew, url) is not hung


@asynccontextmanager
async def supervised(settings: Settings) -> AsyncIterator[tuple[Crew, str]]:
    """Have one worker kept that gives signs of life in quick succession."""
    with open_lanes(settings.host, 0)[0] as lane:
        crew = Crew([lane], beat=0.3)
        running = asyncio.ensure_future(Supervisor(settings, [lane], crew, None).run())
        try:
            yield crew, address_of(lane)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            assert await running == 0


async def a_worker_that_answers(crew: Crew, url: str) -> Worker:
    """Return the only worker, once it serves."""
    async with ClientSession() as http:
        while True:
            with suppress(ClientError):
                async with http.get(f"{url}/healthz") as answer:
                    assert answer.status == 200
                    [worker] = crew.all.values()
                    return worker
            await asyncio.sleep(0.05)


async def test_when_the_supervisor_dies_nobody_is_left(tmp_path: Path) -> None:
    async with running_web(tmp_path, "--workers", "2") as web:
        await web.until("worker_started")
        left = workers(web)

        web.process.kill()

        gone, alive = await asyncio.to_thread(psutil.wait_procs, left, START_SECONDS)
        assert (len(gone), alive) == (2, [])


async def test_the_figures_of_all_are_read_at_one_address_and_outlive_a_worker(
    tmp_path: Path,
) -> None:
    async with (
        running_web(tmp_path, "--workers", "2", METRICS_PORT="0", TMPDIR=str(tmp_path)) as web,
        ClientSession(headers={"Connection": "close"}) as http,
    ):
        await web.until("worker_started")
        address = str(web.logged("serving_metrics")[0]["address"])
        assert folders(tmp_path) == 1

        async def counted() -> float:
            async with http.get(address) as answer:
                lines = (await answer.text()).splitlines()
            series = 'miniapp_requests_total{outcome="ok",route="health_alive"} '
            return sum(float(line.removeprefix(series)) for line in lines if series in line)

        for _ in range(40):
            async with http.get(f"{web.url}/healthz") as answer:
                await answer.read()
        async with asyncio.timeout(60):
            while await counted() != 40.0:  # noqa: ASYNC110  # the other tells nobody, once a second
                await asyncio.sleep(0.1)
        assert [await counted() for _ in range(5)] == [40.0] * 5, "whoever of them answers"

        workers(web)[0].kill()
        await web.until("worker_started", 2)
        assert await counted() == 40.0
        async with http.get(f"{web.url}/metrics") as answer:
            assert answer.status == 404
        assert await web.stop() == 0

    assert folders(tmp_path) == 0


def folders(folder: Path) -> int:
    """Return how many folders for figures there are."""
    return len(list(folder.glob("miniapp-figures-*")))


async def test_limits_that_are_not_shared_are_warned_of(tmp_path: Path) -> None:
    async with running_web(tmp_path, "--workers", "2") as web:
        await web.until("rate_limits_per_worker")
        assert [line["workers"] for line in web.logged("listening")] == [2]
        await web.stop()


async def test_settings_that_have_become_wrong_renew_nobody(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PARTNER_TIMEOUT=5\n")
    async with running_web(tmp_path, "--workers", "2") as web:
        await web.until("worker_started")
        before = [worker.pid for worker in workers(web)]

        (tmp_path / ".env").write_text("PARTNER_TIMEOUT=soon\n")
        web.process.send_signal(signal.SIGHUP)
        await web.until("renewing_given_up")

        assert [worker.pid for worker in workers(web)] == before
        assert await web.stop() == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"PARTNER_TIMEOUT": "soon"}, "PARTNER_TIMEOUT ", id="known at once"),
        pytest.param({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL ", id="known later"),
    ],
)
async def test_wrong_settings_end_it_with_one_line(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    code, lines = await asyncio.to_thread(ended, environment(tmp_path, **changed))

    assert code == 2
    assert len(lines) == 1
    assert lines[0].startswith(said)


@pytest.mark.parametrize(
    ("names", "shared"),
    [
        pytest.param("", False, id="the public port"),
        pytest.param("", True, id="the public port of another that shares it"),
        pytest.param("METRICS_", False, id="the port for metrics"),
    ],
)
async def test_a_port_in_use_ends_it_with_one_line(
    tmp_path: Path, names: str, *, shared: bool
) -> None:
    with socket.socket() as taken:
        if shared:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        code, lines = await asyncio.to_thread(ended, environment(tmp_path) | {f"{names}PORT": port})

    assert (code, len(lines)) == (2, 1)
    assert lines[0].startswith(f"{names}HOST, {names}PORT: cannot listen on 127.0.0.1:{port}")


def ended(settings: dict[str, str]) -> tuple[int, list[str]]:
    """Return the exit code and the lines of a start that fails."""
    ran = subprocess.run(
        [sys.executable, "-m", "webapp", "--workers", "2"],
        cwd=settings["DATABASE_URL"].removeprefix("sqlite:///").rpartition("/")[0] or os.curdir,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=START_SECONDS,
    )
    return ran.returncode, ran.stderr.splitlines()


def test_the_supervisor_stays_small() -> None:
    heavy = ("aiohttp", "sqlalchemy", "prometheus_client", "uvloop", "core.runtime")
    program = (
        "import sys, webapp.__main__, webapp.serving.supervisor; "
        f"print(sorted(set({heavy}) & set(sys.modules)))"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"
