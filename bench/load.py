"""A load, in either of two shapes.

*Full*: as many connections as asked for, each sending its next request when it is answered.
*Paced*: requests fall due at a fixed rate, whether or not the server keeps up; what waits for a
free connection has been waiting since it fell due, so that a stall is not left out of the count.

`python -m bench.load` reads lines of JSON orders and prints a line of JSON for each.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import uvloop

CONNECTIONS = 32
PATIENCE = 30.0
PERCENTILES = {"p50": 0.5, "p99": 0.99, "p999": 0.999}

_places: Counter[tuple[int, int]] = Counter()


class Caller(asyncio.Protocol):
    """One connection; *answered* is called each time an answer is whole."""

    def __init__(self, answered: Callable[[Caller], None]) -> None:
        self.on_answer = answered
        self.answered = 0
        self.faults = 0
        self.due = 0.0
        self.asking = False
        self.stopped = asyncio.get_running_loop().create_future()
        self.stopping = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Be ready to ask."""
        self.transport: Any = transport

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.asking = True
        self.buffer = b""
        self.whole = -1
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Count the answer when it is whole."""
        self.buffer += data
        if self.whole < 0 and (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
            self.whole = end + 4 + int(length)
            self.faults += b" 200 " not in head[:16]
        if 0 <= self.whole <= len(self.buffer):
            self.answered += 1
            self.asking = False
            self.on_answer(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop; a connection that broke off is a fault, one that had idled for long is not."""
        self.faults += self.asking and not self.stopping
        if not self.stopped.done():
            self.stopped.set_result(exc)


async def _connected(port: int, count: int, answered: Callable[[Caller], None]) -> list[Caller]:
    loop = asyncio.get_running_loop()
    return [
        (await loop.create_connection(lambda: Caller(answered), "127.0.0.1", port))[1]
        for _ in range(count)
    ]


async def _full(port: int, turns: Iterator[bytes], seconds: float) -> dict[str, float]:
    def next_one(caller: Caller) -> None:
        if caller.stopping:
            caller.transport.close()
        else:
            caller.ask(next(turns))

    callers = await _connected(port, CONNECTIONS, next_one)
    started = perf_counter()
    for caller in callers:
        caller.ask(next(turns))
    await asyncio.sleep(seconds)
    for caller in callers:
        caller.stopping = True
    await asyncio.wait_for(asyncio.gather(*(caller.stopped for caller in callers)), 30)
    answered = sum(caller.answered for caller in callers)
    faults = sum(caller.faults for caller in callers)
    return {"rate": answered / (perf_counter() - started), "answered": answered, "faults": faults}


async def _settled(waits: list[float], count: int, callers: list[Caller]) -> None:
    """Wait until all that was sent is answered, a connection broke, or half a minute is over."""
    end = perf_counter() + PATIENCE
    while len(waits) < count and perf_counter() < end:  # one look for all of them
        if any(caller.faults for caller in callers):
            return
        await asyncio.sleep(0.01)


async def _paced(
    port: int, turns: Iterator[bytes], seconds: float, rate: float
) -> dict[str, float]:
    waits: list[float] = []
    due: deque[float] = deque()
    free: list[Caller] = []

    def send(caller: Caller) -> None:
        if due:
            caller.due = due.popleft()
            caller.ask(next(turns))
        else:
            free.append(caller)

    def answered(caller: Caller) -> None:
        waits.append(perf_counter() - caller.due)
        send(caller)

    callers = await _connected(port, CONNECTIONS * 4, answered)
    free += callers
    started, count = perf_counter(), 0
    while (now := perf_counter() - started) < seconds:
        while count < now * rate:
            due.append(started + count / rate)
            count += 1
        while due and free:
            if not (caller := free.pop()).transport.is_closing():
                send(caller)
        await asyncio.sleep(0.0005)
    await _settled(waits, count, callers)
    for caller in callers:
        caller.stopping = True
        caller.transport.close()
    faults = sum(caller.faults for caller in callers) + count - len(waits)
    waits.sort()
    found = {
        name: 1000 * waits[int(share * (len(waits) - 1))] for name, share in PERCENTILES.items()
    }
    return {"rate": rate, "answered": len(waits), "faults": faults, **found}


def _turns(port: int, requests: list[bytes]) -> Iterator[bytes]:
    """Yield the requests in turn, going on where the last round at this port ended."""
    while True:
        at = _places[port, len(requests)]
        _places[port, len(requests)] = at + 1
        yield requests[at % len(requests)]


async def _round(
    port: int, requests: list[str], seconds: float, rate: float | None = None
) -> dict[str, float]:
    turns = _turns(port, [request.encode() for request in requests])
    if rate is None:
        return await _full(port, turns, seconds)
    return await _paced(port, turns, seconds, rate)


def _main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(uvloop.run(_round(**json.loads(line)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
