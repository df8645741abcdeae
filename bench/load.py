"""A load: as many connections as asked for, each sending its next request when it is answered.

`python -m bench.load` reads lines of JSON orders and prints a line of JSON for each.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from itertools import cycle
from time import perf_counter
from typing import Any

import uvloop

CONNECTIONS = 32


class Caller(asyncio.Protocol):
    """One connection that keeps asking until it is told to stop."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        self.requests = requests
        self.answered = 0
        self.faults = 0
        self.stopped = asyncio.get_running_loop().create_future()
        self.stopping = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self.transport: Any = transport
        self._ask()

    def _ask(self) -> None:
        self.buffer = b""
        self.whole = -1
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        """Count the answer when it is whole, and ask again."""
        self.buffer += data
        if self.whole < 0 and (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
            self.whole = end + 4 + int(length)
            self.faults += b" 200 " not in head[:16]
        if 0 <= self.whole <= len(self.buffer):
            self.answered += 1
            if self.stopping:
                self.transport.close()
            else:
                self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop; a connection that broke off is a fault."""
        self.faults += not self.stopping
        if not self.stopped.done():
            self.stopped.set_result(exc)


async def _round(port: int, requests: list[str], seconds: float) -> dict[str, float]:
    loop = asyncio.get_running_loop()
    turns = cycle([request.encode() for request in requests])
    started = perf_counter()
    callers = [
        (await loop.create_connection(lambda: Caller(turns), "127.0.0.1", port))[1]
        for _ in range(CONNECTIONS)
    ]
    await asyncio.sleep(seconds)
    for caller in callers:
        caller.stopping = True
    await asyncio.wait_for(asyncio.gather(*(caller.stopped for caller in callers)), 30)
    elapsed = perf_counter() - started
    answered = sum(caller.answered for caller in callers)
    faults = sum(caller.faults for caller in callers)
    return {"rate": answered / elapsed, "answered": answered, "faults": faults}


def _main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(uvloop.run(_round(**json.loads(line)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
