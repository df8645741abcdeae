"""What grows: the store, the users who are remembered, the open connections; and how it starts."""

from __future__ import annotations

import asyncio
import http.client
import socket
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from threading import Event
from time import perf_counter

import asyncpg  # type: ignore[import-untyped]  # it ships no types

from bench.candidates import AS_INSTALLED, START_SECONDS, free_port, ours
from bench.reads import MINERS, Bench, request, running
from bench.record import heading, number, show
from bench.rounds import Candidate, Server, alternate, costs, python, ratio
from bench.signed_in import fill, headers
from tests.postgres import postgres

SIZES = (1_000, 100_000, 1_000_000)
ASKING = 500
REMEMBERED = 10_000
CONNECTIONS = 2_000
STARTS = 9
ROUNDS = 9


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Print what a request costs as the store grows, and what each user and connection takes."""
    heading("Users in the store, 500 of whom ask in turn")
    with running() as bench:
        _print_sizes(bench, sizes, "SQLite")
    with running() as bench:
        _print_sizes(bench, (sizes[0], sizes[-1]), "PostgreSQL")
    heading("Memory, and the start")
    with running() as bench:
        _print_memory(bench)
        _print_start(bench)


def _print_sizes(bench: Bench, sizes: tuple[int, ...], kind: str) -> None:
    asked = {}
    with ExitStack() as stack:
        base = stack.enter_context(postgres(bench.folder)) if kind == "PostgreSQL" else ""
        for size in sizes:
            changed = {}
            if base:
                asyncio.run(_database(base, f"users_{size}"))
                changed = {"DATABASE_URL": f"{base}/users_{size}"}
            settings = bench.settings(f"users-{size}", **changed)
            asyncio.run(fill(settings, 1, size))
            number(f"bytes a user in {kind}", _bytes(settings["DATABASE_URL"]) / size)
            users = range(1, size + 1, size // ASKING)
            server = stack.enter_context(ours(settings))
            raw = [request(MINERS, header) for header in headers(settings, users)]
            asked[size] = Candidate(server, raw)
        samples = alternate(bench.load, {f"{size}": each for size, each in asked.items()}, ROUNDS)
    for size in sizes:
        cost = median(costs(samples[f"{size}"]))
        show(f"{size:,} users in {kind}", f"{cost:.0f} us a read")
        number(f"cost at {size} in {kind}", cost)
    few, many = (costs(samples[f"{size}"]) for size in (sizes[0], sizes[-1]))
    show("  the most users / the fewest", ratio(many, few), "target 0.9 to 1.1")


async def _database(base: str, name: str) -> None:
    connection = await asyncpg.connect(f"{base}/postgres")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


def _bytes(url: str) -> int:
    """Return the size of the store, or of its table of accounts."""
    if url.startswith("sqlite:"):
        return Path(url.removeprefix("sqlite:///")).stat().st_size
    return asyncio.run(_table_bytes(url))


async def _table_bytes(url: str) -> int:
    connection = await asyncpg.connect(url)
    size: int = await connection.fetchval("SELECT pg_total_relation_size('accounts')")
    await connection.close()
    return size


def _print_memory(bench: Bench) -> None:
    settings = bench.settings("memory")
    asyncio.run(fill(settings, 1, REMEMBERED))
    raw = [request(MINERS, header) for header in headers(settings, range(1, REMEMBERED + 1))]
    with ours(settings) as server:
        _asked(bench, server, raw[:1])
        before = server.memory
        _asked(bench, server, raw)
        after = server.memory
        each = (after - before) / REMEMBERED
        show(
            f"after more than {REMEMBERED:,} requests of as many users",
            f"{after / 2**20:.0f} MiB",
            "target <= 90",
        )
        show("  a user who is remembered", f"{each:.0f} bytes", "target <= 1,000")
        number("base memory", before)
        number("memory a user", each)
        _print_connections(server)


def _asked(bench: Bench, server: Server, raw: list[str]) -> None:
    """Ask until all of *raw* was sent, and as many requests as there are to be remembered."""
    sent = 0.0
    while sent < REMEMBERED:
        sent += bench.load.rate(Candidate(server, raw))


def _print_connections(server: Server) -> None:
    before = server.memory
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(CONNECTIONS)]
    Event().wait(1)
    each = (server.memory - before) / CONNECTIONS
    for connection in idle:
        connection.close()
    show("  a connection that says nothing", f"{each:.0f} bytes")
    number("memory a connection", each)


def _print_start(bench: Bench) -> None:
    settings = bench.settings("start")
    asyncio.run(fill(settings, 1, 1))
    found = [_started({**settings, "PORT": str(free_port())}) for _ in range(STARTS)]
    show("a start with a migrated store, until /readyz", f"{median(found):.2f} s", "target <= 1.0")
    number("start", median(found))


def _started(settings: dict[str, str]) -> float:
    begun = perf_counter()
    with python("-c", AS_INSTALLED, core=None, env=settings):
        while perf_counter() - begun < START_SECONDS:
            asking = http.client.HTTPConnection("127.0.0.1", int(settings["PORT"]), timeout=5)
            try:
                asking.request("GET", "/readyz")
                if asking.getresponse().status == http.HTTPStatus.OK:
                    return perf_counter() - begun
            except OSError:
                Event().wait(0.005)
            finally:
                asking.close()
    raise RuntimeError("it did not start")
