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
from typing import Any

ROUNDS = 12
SECONDS = 1.0
SERVER_CORE, LOAD_CORE = 0, 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A server under load: its port and the raw requests it is sent in turn."""

    port: int
    requests: Sequence[str]


@contextmanager
def python(
    *arguments: str, core: int, env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Yield a Python process with its pipes, pinned to a core where the machine has two."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=env and {**env},
    )
    if len(os.sched_getaffinity(0)) > max(SERVER_CORE, LOAD_CORE):
        os.sched_setaffinity(process.pid, {core})
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
        order: dict[str, Any] = {
            "port": candidate.port,
            "requests": list(candidate.requests),
            "seconds": seconds,
        }
        if self._process.stdin is None:
            raise RuntimeError("the load has no ear")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        result = json.loads(line(self._process))
        if result["faults"] or not result["answered"]:
            raise RuntimeError(f"port {candidate.port}: {result}")
        return float(result["rate"])


def alternate(load: Load, candidates: Mapping[str, Candidate]) -> dict[str, list[float]]:
    """Return the rates of each candidate over all rounds, taken in turns."""
    rates: dict[str, list[float]] = {name: [] for name in candidates}
    for candidate in candidates.values():
        load.rate(candidate)
    for number in range(ROUNDS):
        sys.stderr.write(f"\r  round {number + 1} of {ROUNDS} ")
        for name, candidate in candidates.items():
            rates[name].append(load.rate(candidate))
    sys.stderr.write("\r" + " " * 20 + "\r")
    return rates


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Return the median of the paired ratios with their quartiles."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return f"{middle:5.2f} ({low:.2f}-{high:.2f})"


def show(what: str, figure: str, target: str = "") -> None:
    """Print one figure."""
    sys.stdout.write(f"{what:<58} {figure:<24} {target}\n".rstrip() + "\n")
    sys.stdout.flush()
