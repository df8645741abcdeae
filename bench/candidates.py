"""The servers that are measured, ours and others', each a process of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from bench.rounds import SERVER_CORE, Server, line, pinned, python
from core.keys import new_key

AS_INSTALLED = """
import sys
sys.modules["rich"] = None  # structlog would take the import linter's; operators have none
from webapp.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
START_SECONDS = 60
NGINX = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  upstream partner {{ server 127.0.0.1:{upstream}; keepalive 64; }}
  server {{
    listen 127.0.0.1:{port};
    location /api/ {{
      proxy_pass http://partner/api/partner/c2s/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }}
  }}
}}
"""


def environment(folder: str, partner_url: str, **changed: str) -> dict[str, str]:
    """Return the settings of ours, with fresh keys and SQLite in *folder*."""
    return {
        "BOT_TOKEN": "123456:" + "x" * 35,
        "PARTNER_ID": "bench",
        "PUBLIC_URL": "http://127.0.0.1:8080",
        "PARTNER_API_URL": partner_url,
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "TOKEN_KEYS": new_key(),
        "SESSION_KEY": new_key(),
        "LOG_LEVEL": "WARNING",
        **changed,
    }


@contextmanager
def ours(
    settings: Mapping[str, str], *arguments: str, core: int | None = SERVER_CORE
) -> Iterator[Server]:
    """Run `python -m webapp` on a free port."""
    port = free_port()
    environ = {**settings, "PORT": str(port)}
    with python("-c", AS_INSTALLED, *arguments, core=core, env=environ) as process:
        await_port(port)
        yield Server(process.pid, port)


@contextmanager
def peer(name: str, upstream_url: str, *, core: int | None = SERVER_CORE) -> Iterator[Server]:
    """Run one of `bench.peers`."""
    with python("-m", "bench.peers", name, upstream_url, core=core) as process:
        yield Server(process.pid, int(line(process)))


@contextmanager
def nginx(folder: Path, upstream_port: int) -> Iterator[Server | None]:
    """Run nginx as the ceiling, with one worker; None where there is none."""
    program = shutil.which("nginx")
    if program is None:
        yield None
        return
    port = free_port()
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, upstream=upstream_port, port=port))
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(file), "-g", "daemon off;"],
        preexec_fn=lambda: pinned(0, SERVER_CORE),  # noqa: PLW1509  # its worker inherits the core
        stderr=subprocess.DEVNULL,
    )
    try:
        await_port(port)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(30)


def await_port(port: int) -> None:
    """Return when something listens there."""
    for _ in range(START_SECONDS * 50):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            Event().wait(0.02)
        else:
            return
    raise RuntimeError(f"nobody listens on {port}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
