from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.parser import text_string_to_metric_families

from core import metrics
from core.errors import SettingsError
from core.metrics_listener import AT_ONCE, MAX_HEAD, Shared, serving_metrics
from tests.settings import settings

ASK = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def address() -> AsyncIterator[str]:
    async with serving_metrics(settings(metrics_port=0)) as address:
        assert address is not None
        yield address


async def connected(address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(address)
    return await asyncio.open_connection(parts.hostname, parts.port)


async def said(address: str, sent: bytes) -> bytes:
    """Return all that is answered until the listener hangs up."""
    reader, writer = await connected(address)
    writer.write(sent)
    try:
        async with asyncio.timeout(30):
            return await reader.read()
    finally:
        writer.close()


async def figures(address: str) -> dict[str, float]:
    """Return each sample's value by its name; labels are added up."""
    head, _, body = (await said(address, ASK)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert CONTENT_TYPE_PLAIN_0_0_4.encode() in head
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(body.decode()):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0.0) + sample.value
    return found


async def test_what_is_counted_is_read(address: str) -> None:
    before = (await figures(address))["miniapp_store_faults_total"]

    metrics.STORE_FAULTS.inc(3)

    assert (await figures(address))["miniapp_store_faults_total"] == before + 3


async def test_without_a_port_nothing_listens() -> None:
    async with serving_metrics(settings()) as address:
        assert address is None


async def test_a_port_in_use_is_named(address: str) -> None:
    taken = urlsplit(address).port

    with pytest.raises(SettingsError, match="METRICS_HOST, METRICS_PORT: cannot listen on 127"):
        async with serving_metrics(settings(metrics_port=taken)):
            raise AssertionError("it opened")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param(b"GET /metrics?x=1 HTTP/1.1\r\n\r\n", b"200 OK", id="a query"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", b"404 Not Found", id="another path"),
        pytest.param(b"GET /api/me HTTP/1.1\r\n\r\n", b"404 Not Found", id="the product"),
        pytest.param(b"POST /metrics HTTP/1.1\r\n\r\n", b"405 Method Not Allowed", id="a post"),
        pytest.param(b"\0\xff\r\n\r\n", b"404 Not Found", id="no HTTP"),
        pytest.param(b"GET /metrics HTTP/1.1\r\nX: %b\r\n\r\n" % (b"x" * 2 * MAX_HEAD),
                     b"431 Request Header Fields Too Large", id="a long header"),
        pytest.param(b"x" * 4 * MAX_HEAD, b"431 Request Header Fields Too Large", id="no end"),
    ],
)  # fmt: skip
async def test_each_visit_is_answered_and_ended(address: str, sent: bytes, status: bytes) -> None:
    assert (await said(address, sent)).startswith(b"HTTP/1.1 " + status)


async def test_who_asks_too_slowly_is_hung_up_on() -> None:
    async with serving_metrics(settings(metrics_port=0), within=0.2) as address:
        assert address is not None
        assert await said(address, b"GET /metr") == b""


async def test_few_at_a_time_are_let_in(address: str) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(AT_ONCE):
            _, writer = await connected(address)
            stack.callback(writer.close)
            writer.write(b"GET")
        await asyncio.sleep(0.2)

        assert await said(address, b"") == b""

    await asyncio.sleep(0.2)
    assert await figures(address)


async def test_several_processes_are_read_as_one(tmp_path: Path) -> None:
    count = "from core import metrics; metrics.STORE_FAULTS.inc(2); metrics.JOBS.labels('a', 'ok')"
    for _ in range(2):
        await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-c", count],
            check=True,
            env={"PYTHONPATH": str(ROOT), "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)},
        )
    listener = socket.create_server(("127.0.0.1", 0))

    async with serving_metrics(settings(), Shared(tmp_path, listener)) as address:
        assert address is not None
        found = await figures(address)

    assert found["miniapp_store_faults_total"] == 4


async def test_figures_that_cannot_be_read_are_no_crash(tmp_path: Path) -> None:
    (tmp_path / "counter_1.db").write_bytes(b"")  # another process is just making it
    listener = socket.create_server(("127.0.0.1", 0))

    async with serving_metrics(settings(), Shared(tmp_path, listener)) as address:
        assert address is not None
        assert (await said(address, ASK)).startswith(b"HTTP/1.1 503 ")
