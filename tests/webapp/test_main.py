import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from core.keys import new_key
from tests.init_data import BOT_TOKEN

ROOT = Path(__file__).parents[2]


def environment(folder: Path, **changed: str) -> dict[str, str]:
    needed = {
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": BOT_TOKEN,
        "PARTNER_ID": "p",
        "PUBLIC_URL": "http://127.0.0.1:8080",
        "PARTNER_API_URL": "http://127.0.0.1:9",
        "DATABASE_URL": f"sqlite:///{folder}/app.db",
        "TOKEN_KEYS": new_key(),
        "SESSION_KEY": new_key(),
        "PORT": "0",
        "LOG_FORMAT": "json",
    }
    return needed | changed


@asynccontextmanager
async def webapp(
    folder: Path, **changed: str
) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "webapp",
        cwd=folder,
        env=environment(folder, **changed),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        line = json.loads(await asyncio.wait_for(process.stderr.readline(), 60))
        assert line["event"] == "listening"
        yield process, line["address"]
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_it_says_what_it_listens_on_and_stops_cleanly(tmp_path: Path) -> None:
    async with webapp(tmp_path) as (process, address), ClientSession() as http:
        assert address.startswith("http://127.0.0.1:")
        async with http.get(f"{address}/readyz") as answer:
            assert answer.status == 200

        process.send_signal(signal.SIGINT)

        assert await asyncio.wait_for(process.wait(), 30) == 0


async def test_a_request_under_way_is_finished_before_the_end(tmp_path: Path) -> None:
    async with webapp(tmp_path) as (process, address):
        host, port = address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n")
        await writer.drain()
        answered = await asyncio.wait_for(reader.read(64), 10)

        process.send_signal(signal.SIGTERM)

        assert answered.startswith(b"HTTP/1.1 401 ")
        assert await asyncio.wait_for(process.wait(), 30) == 0
        writer.close()


async def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    async with webapp(tmp_path) as (_, address):
        port = address.rpartition(":")[2]
        second = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "webapp"],
            cwd=tmp_path,
            env=environment(tmp_path, PORT=port),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert second.returncode == 2
    (line,) = second.stderr.splitlines()
    assert line.startswith(f"HOST, PORT: cannot listen on 127.0.0.1:{port}")


def test_without_a_webhook_the_bots_library_stays_out() -> None:
    heavy = ("aiogram", "pytonconnect", "alembic", "asyncpg", "redis", "btclib")
    loaded = f"import sys, webapp.serving.process; print(sorted(set({heavy}) & set(sys.modules)))"

    run = subprocess.run(
        [sys.executable, "-c", loaded],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == "[]"


def test_the_description_is_printed_without_any_setting(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "webapp", "openapi"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(run.stdout)["info"]["title"] == "GoMining Mini App"
