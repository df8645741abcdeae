"""Requests through the whole path, beside the barest proxies others would write."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bench.candidates import environment, nginx, ours, peer
from bench.peers import PEERS
from bench.record import heading, number, progress, show
from bench.rounds import (
    LOAD_CORE,
    Candidate,
    Load,
    Sample,
    Server,
    alternate,
    costs,
    line,
    python,
    rates,
    ratio,
)
from bench.signed_in import fill, headers
from tests.postgres import postgres
from tests.valkey import running_valkey

ACTIVE, MANY = 50, 20_000
"""Users who ask in turn: few enough to be remembered, and more than are remembered."""
MINERS = "/api/nft/get-my"
INCOME = "/api/income-statistic/get-income-per-th"
READ_TARGETS = {
    "bare_aiohttp": "target >= 1.2",
    "fastapi_aiohttp": "target >= 2.5",
    "fastapi_aiohttp_httptools": "",
    "fastapi_httpx": "target >= 8",
}
LATENCY_SECONDS, LATENCY_ROUNDS = 2.0, 7
"""Short rounds in turns: one pause of the machine spoils one of them, not all that is said."""
NEVER_SATURATED = 3_000.0
"""Requests a second at which nginx is asked for its latency: the load itself costs as much."""


class Bench:
    """What is running: a partner that answers at once, a load, a folder for whatever is kept."""

    def __init__(self, stack: ExitStack) -> None:
        self.stack = stack
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        upstream = stack.enter_context(python("-m", "bench.upstream", core=LOAD_CORE))
        self.upstream_port = int(line(upstream))
        self.upstream_url = f"http://127.0.0.1:{self.upstream_port}"
        self.load = Load(stack.enter_context(python("-m", "bench.load", core=LOAD_CORE)))

    def settings(self, name: str, **changed: str) -> dict[str, str]:
        """Return the settings of a server of ours with a folder of its own."""
        folder = self.folder / name
        folder.mkdir()
        return environment(str(folder), self.upstream_url, **changed)


@contextmanager
def running() -> Iterator[Bench]:
    """Run what every measurement needs while the block lasts."""
    with ExitStack() as stack:
        yield Bench(stack)


def request(path: str, authorization: str = "") -> str:
    """Return a raw request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{authorization}\r\n"


def run() -> None:
    """Print throughput, cost and latency side by side."""
    with running() as bench:
        servers = _others(bench) | _ours(bench)
        _print_reads(bench.load, servers)
        _print_cached(bench.load, servers)
    with running() as bench:
        _print_workers(bench)


def _others(bench: Bench) -> dict[str, Candidate]:
    found = {}
    for name in PEERS:
        server = bench.stack.enter_context(peer(name, bench.upstream_url))
        found[name] = Candidate(server, [request(MINERS)])
    if ceiling := bench.stack.enter_context(nginx(bench.folder, bench.upstream_port)):
        found["nginx"] = Candidate(ceiling, [request(MINERS)])
    return found


def _ours(bench: Bench) -> dict[str, Candidate]:
    """Return ours on each kind of store, and the one on SQLite with nobody remembered."""
    postgres_url = bench.stack.enter_context(postgres(bench.folder)) + "/postgres"
    redis_url = bench.stack.enter_context(running_valkey()).url
    lone = bench.settings("sqlite")
    shared = bench.settings("postgres", DATABASE_URL=postgres_url)
    kinds = {
        "ours": lone,
        "ours on PostgreSQL": shared,
        "ours on PostgreSQL and Redis": shared | {"REDIS_URL": redis_url},
    }
    asyncio.run(fill(lone, 1, MANY))
    asyncio.run(fill(shared, 1, MANY))
    found = {}
    for name, settings in kinds.items():
        server = bench.stack.enter_context(ours(settings))
        found[name] = _asking(server, settings, ACTIVE)
        if name == "ours":
            found["ours, cold"] = _asking(server, settings, MANY)
    return found


def _asking(
    server: Server, settings: Mapping[str, str], users: int, path: str = MINERS
) -> Candidate:
    asked = headers(settings, range(1, users + 1))
    return Candidate(server, [request(path, header) for header in asked])


def _print_reads(load: Load, candidates: dict[str, Candidate]) -> None:
    heading("A signed-in read of 20 miners, one core, in turns")
    samples = alternate(load, candidates)
    for name, found in samples.items():
        middle, cost = median(rates(found)), median(costs(found))
        show(name, f"{middle:.0f} a second", f"{cost:.0f} us of processor time each")
        number(f"rate {name}", middle)
        number(f"cost {name}", cost)
    for name, target in READ_TARGETS.items():
        show(f"  ours / {name}", ratio(rates(samples["ours"]), rates(samples[name])), target)
    for name in ("ours, cold", "ours on PostgreSQL", "ours on PostgreSQL and Redis", "nginx"):
        if name in samples:
            show(f"  ours / {name}", ratio(rates(samples["ours"]), rates(samples[name])))
    _print_latency(load, candidates, samples)


def _print_latency(
    load: Load, candidates: dict[str, Candidate], samples: dict[str, list[Sample]]
) -> None:
    heading("Latency at half of each one's saturation, from when a request was due")
    paces = {name: min(median(rates(samples[name])) / 2, NEVER_SATURATED) for name in candidates}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in candidates}
    for turn in range(LATENCY_ROUNDS):
        progress(f"round {turn + 1} of {LATENCY_ROUNDS}")
        for name, candidate in candidates.items():
            found[name].append(load.latency(candidate, paces[name], LATENCY_SECONDS))
    progress("")
    for name, rounds in found.items():
        _print_percentiles(name, paces[name], rounds)


def _print_percentiles(name: str, pace: float, rounds: list[dict[str, float]]) -> None:
    middle = {each: median(one[each] for one in rounds) for each in ("p50", "p99", "p999")}
    told = " / ".join(f"{value:.1f}" for value in middle.values())
    worst = max(one["p99"] for one in rounds)
    target = "target p99 <= 25 ms" if name.startswith("ours") else ""
    show(
        f"{name} at {pace:.0f} a second, p50 / p99 / p99.9",
        f"{told} ms; p99 of the worst round {worst:.1f}",
        target,
    )
    for each, value in middle.items():
        number(f"{each} {name}", value)


def _print_cached(load: Load, candidates: dict[str, Candidate]) -> None:
    heading("The cached income per TH, one core, in turns")
    bare, mine = candidates["bare_aiohttp"], candidates["ours"]
    same = [raw.replace(MINERS, INCOME) for raw in mine.requests]
    asked = {
        "bare_aiohttp": Candidate(bare.server, [request(INCOME)]),
        "ours": Candidate(mine.server, same),
    }
    samples = alternate(load, asked)
    for name, found in samples.items():
        show(name, f"{median(rates(found)):.0f} a second")
    both = rates(samples["ours"]), rates(samples["bare_aiohttp"])
    show("  ours / bare_aiohttp", ratio(*both), "target >= 3")


def _print_workers(bench: Bench) -> None:
    heading("One worker and two, on all cores, shared with the load")
    settings = bench.settings("workers")
    asyncio.run(fill(settings, 1, ACTIVE))
    one = bench.stack.enter_context(ours(settings, core=None))
    two = bench.stack.enter_context(ours(settings, "--workers", "2", core=None))
    asked = {"one": _asking(one, settings, ACTIVE), "two": _asking(two, settings, ACTIVE)}
    samples = alternate(bench.load, asked)
    for name, found in samples.items():
        show(f"{name}", f"{median(rates(found)):.0f} a second")
    show("  two / one", ratio(rates(samples["two"]), rates(samples["one"])), "target >= 1.6")
    number("two workers", median(rates(samples["two"])) / median(rates(samples["one"])))
