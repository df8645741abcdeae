"""Processes side by side, measured in turns: what drifts, drifts for all of them."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import psutil

from bench.record import progress

ROUNDS = 12
SECONDS = 1.0
SERVER_CORE, LOAD_CORE = 0, 1


class Server:
    """A running server: its port, and what all its processes have used."""

    def __init__(self, pid: int, port: int) -> None:
        self.port = port
        self._pid = pid

    @property
    def _family(self) -> list[psutil.Process]:
        first = psutil.Process(self._pid)
        return [first, *first.children(recursive=True)]

    @property
    def cpu_seconds(self) -> float:
        """Seconds of processor time so far."""
        times = [each.cpu_times() for each in self._family]
        return sum(float(each.user + each.system) for each in times)

    @property
    def memory(self) -> int:
        """Resident bytes."""
        return sum(int(each.memory_info().rss) for each in self._family)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A server under load, and the raw requests it is sent in turn."""

    server: Server
    requests: Sequence[str]


class Sample(NamedTuple):
    """One round: requests a second, and microseconds of processor time for each."""

    rate: float
    cost: float


def pinned(pid: int, core: int | None) -> None:
    """Keep a process on its core, where the machine has two; 0 is the process that asks."""
    if core is not None and len(os.sched_getaffinity(0)) > max(SERVER_CORE, LOAD_CORE):
        os.sched_setaffinity(pid, {core})


@contextmanager
def python(
    *arguments: str, core: int | None, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Yield a Python process with its pipes, on a core of its own unless that is None."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=env and {**env},
    )
    pinned(process.pid, core)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def line(process: subprocess.Popen[str]) -> str:
    """Return the next line the process prints; it ending first is an error."""
    if process.stdout is None or not (printed := process.stdout.readline()):
        raise RuntimeError(f"{process.args!r} ended")
    return printed.strip()


class Load:
    """The load generator, a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def rate(self, candidate: Candidate, seconds: float = SECONDS) -> float:
        """Return requests a second over one round; any fault makes it void."""
        return self.sample(candidate, seconds).rate

    def sample(self, candidate: Candidate, seconds: float = SECONDS) -> Sample:
        """Return what one round gave."""
        before = candidate.server.cpu_seconds
        said = self._round(candidate, seconds=seconds)
        used = candidate.server.cpu_seconds - before
        return Sample(said["rate"], 1e6 * used / said["answered"])

    def latency(self, candidate: Candidate, rate: float, seconds: float) -> dict[str, float]:
        """Return milliseconds (p50, p99, p999) at a fixed rate; any fault makes it void."""
        return self._round(candidate, seconds=seconds, rate=rate)

    def _round(self, candidate: Candidate, **how: float) -> dict[str, float]:
        order: dict[str, Any] = {
            "port": candidate.server.port,
            "requests": [*candidate.requests],
            **how,
        }
        if self._process.stdin is None:
            raise RuntimeError("the load has no ear")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        result: dict[str, float] = json.loads(line(self._process))
        if result["faults"] or not result["answered"]:
            raise RuntimeError(f"port {candidate.server.port}: {result}")
        return result


def alternate(
    load: Load, candidates: Mapping[str, Candidate], rounds: int = ROUNDS
) -> dict[str, list[Sample]]:
    """Return the samples of each candidate over all rounds, taken in turns."""
    samples: dict[str, list[Sample]] = {name: [] for name in candidates}
    for candidate in candidates.values():
        load.sample(candidate)
    for number in range(rounds):
        progress(f"round {number + 1} of {rounds}")
        for name, candidate in candidates.items():
            samples[name].append(load.sample(candidate))
    progress("")
    return samples


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Return the median of the paired ratios with their quartiles."""
    low, middle, high = statistics.quantiles(_ratios(ours, theirs), n=4)
    return f"{middle:5.2f} ({low:.2f}-{high:.2f})"


def rates(samples: Sequence[Sample]) -> list[float]:
    """Return the requests a second of each round."""
    return [sample.rate for sample in samples]


def costs(samples: Sequence[Sample]) -> list[float]:
    """Return the processor time for a request in each round, in microseconds."""
    return [sample.cost for sample in samples]


def _ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]
