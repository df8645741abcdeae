"""Real processes of the product: started, asked, stopped, killed and started again.

    async with running_web(tmp_path, PARTNER_API_URL=partner_url) as web, ClientSession() as http:
        anna = web.visitor(http, user=7)
        await anna.sign_in()
        await web.kill()     # SIGKILL, as the kernel would when memory is short
        await web.start()    # at the same address
        assert web.logged("listening")

Settings are the environment's, on top of `environment`; two processes with the same folder share
a database, keys and therefore users.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from aiohttp import ClientError, ClientSession, ClientTimeout
from pydantic import SecretStr

from tests.databases import sqlite_in
from tests.house import Visitor
from tests.settings import NEEDED

ROOT = Path(__file__).parents[1]
START_SECONDS = 90.0
"""Far more than it takes, for machines that do everything else at the same time."""
KEPT_LINES = 50_000

Line = Mapping[str, Any]


def environment(folder: Path, **changed: str) -> dict[str, str]:
    """Return settings that work, for a process with its database in *folder*."""
    needed = {name.upper(): str(_plain(value)) for name, value in NEEDED.items()}
    own = {
        "PYTHONPATH": str(ROOT),
        "PARTNER_API_URL": "http://127.0.0.1:9",
        "DATABASE_URL": sqlite_in(folder),
        "LOG_FORMAT": "json",
    }
    return needed | own | changed


def _plain(value: object) -> object:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


class WebProcess:
    """`python -m webapp`; `url` is where it listens, the same after each start."""

    def __init__(self, folder: Path, *arguments: str, **changed: str) -> None:
        self.folder = folder
        self.arguments = arguments
        self.environment = environment(folder, **changed)
        self.lines: deque[Line] = deque(maxlen=KEPT_LINES)
        """What it logged, oldest first, that of former lives included."""
        self.url = ""
        self._news = asyncio.Condition()
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None

    @property
    def process(self) -> asyncio.subprocess.Process:
        """The running process."""
        assert self._process is not None, "not started"
        return self._process

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def memory(self) -> int:
        """Resident bytes of the process and of those it has started."""
        first = psutil.Process(self.process.pid)
        family = [first, *first.children(recursive=True)]
        return sum(int(each.memory_info().rss) for each in family)

    @property
    def files(self) -> int:
        """How many file descriptors it has open, sockets included."""
        return int(psutil.Process(self.process.pid).num_fds())

    def visitor(self, http: ClientSession, user: int = 7) -> Visitor:
        """Return someone who has not opened the Mini App yet."""
        return Visitor(http, self.url, user=user)

    def logged(self, event: str) -> list[Line]:
        """Return the log lines of this event."""
        return [line for line in self.lines if line.get("event") == event]

    async def until(self, event: str, times: int = 1, seconds: float = START_SECONDS) -> Line:
        """Wait until it has logged *event* that often; return the latest."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: len(self.logged(event)) >= times)
        return self.logged(event)[-1]

    async def start(self) -> None:
        """Start it and wait until it listens; without a wait for /readyz."""
        before = len(self.logged("listening"))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "webapp",
            *self.arguments,
            cwd=self.folder,
            env=self.environment,
            stderr=asyncio.subprocess.PIPE,
        )
        self._reading = asyncio.ensure_future(self._read(self._process))
        listening = asyncio.ensure_future(self.until("listening", before + 1))
        done, _ = await asyncio.wait(
            {listening, self._reading}, return_when=asyncio.FIRST_COMPLETED
        )
        if listening not in done:
            listening.cancel()
            raise RuntimeError(f"it did not start: {[*self.lines][-5:]}")
        self.url = str(listening.result()["address"])
        self.environment["PORT"] = str(urlsplit(self.url).port)

    async def ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until /readyz says yes."""
        async with asyncio.timeout(seconds), ClientSession(timeout=ClientTimeout(5)) as http:
            while True:
                with suppress(ClientError, TimeoutError):
                    async with http.get(f"{self.url}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.02)

    async def stop(self, seconds: float = START_SECONDS) -> int:
        """Ask it to end (SIGTERM), as a deployment does; return its exit code."""
        if self.is_running:
            self.process.send_signal(signal.SIGTERM)
        return await self._ended(seconds)

    async def kill(self) -> None:
        """End it in the middle of whatever it does (SIGKILL), and those it has started."""
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.process.pid)
            for each in (first, *first.children(recursive=True)):
                each.kill()
        await self._ended(START_SECONDS)

    def freeze(self) -> None:
        """Let it do nothing until `thaw` (SIGSTOP)."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self.process.send_signal(signal.SIGCONT)

    async def _ended(self, seconds: float) -> int:
        async with asyncio.timeout(seconds):
            code = await self.process.wait()
            if self._reading is not None:
                await self._reading
        return code

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stderr is not None
        async for raw in process.stderr:
            async with self._news:
                self.lines.append(_line(raw))
                self._news.notify_all()


def _line(raw: bytes) -> Line:
    """Return a log line as it was meant, or whatever else was written as its own event."""
    try:
        said = json.loads(raw)
    except ValueError:
        said = None
    return said if isinstance(said, dict) else {"event": raw.decode(errors="replace").rstrip()}


@asynccontextmanager
async def running_web(folder: Path, *arguments: str, **changed: str) -> AsyncIterator[WebProcess]:
    """Run `python -m webapp` while the block lasts; *changed* are settings in capitals."""
    web = WebProcess(folder, *arguments, **changed)
    try:
        await web.start()
        await web.ready()
        yield web
    finally:
        if web.is_running:
            await web.kill()
