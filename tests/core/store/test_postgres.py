"""What is particular to PostgreSQL: the address, faults on the way, connections that die."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest

from core.errors import AppError, SettingsError, StoreError
from core.model import UserId
from core.store import Store, open_store, postgres
from core.store.sql import SqlStore
from tests.core.store.test_contract import ANNA, BORIS, NOW

pytestmark = pytest.mark.postgres


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[Store]:
    async with open_store(postgres_url) as opened:
        yield opened


async def _end_all_others(url: str) -> int:
    """Do to our connections what a restart of the database does."""
    connection = await asyncpg.connect(url)
    ended = await connection.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await connection.close()
    return len(ended)


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        pytest.param("127.0.0.1:1/x", StoreError, id="nobody there"),
        pytest.param("127.0.0.1:port/x", SettingsError, id="malformed"),
        pytest.param("127.0.0.1:1/x?sslmode=odd", SettingsError, id="odd option"),
    ],
)
async def test_an_address_that_does_not_work_is_named_without_its_password(
    place: str, fault: type[AppError]
) -> None:
    url = f"postgresql://me:hush-hush@{place}"

    with pytest.raises(fault) as caught:
        async with open_store(url):
            pass

    assert "hush-hush" not in "".join(traceback.format_exception(caught.value))


async def test_a_database_that_is_not_there_is_a_store_error(postgres_server: str) -> None:
    with pytest.raises(StoreError, match="3D000"):
        async with open_store(f"{postgres_server}/nowhere"):
            pass


async def test_the_short_form_and_the_options_of_libpq_are_understood(postgres_url: str) -> None:
    short = postgres_url.replace("postgresql://", "postgres://")

    async with open_store(f"{short}?sslmode=disable&application_name=ours") as store:
        await store.ready()


async def test_an_open_database_hides_its_address(store: Store, postgres_url: str) -> None:
    assert isinstance(store, SqlStore)
    assert postgres_url not in repr(store._database)


async def test_connections_that_died_are_replaced(store: Store, postgres_url: str) -> None:
    await store.link(ANNA, tokens=b"tokens", wallet=b"wallet", now=NOW)
    assert await _end_all_others(postgres_url) > 0

    assert await store.account(ANNA) is not None


async def test_a_refreshed_pair_outlives_the_connection_that_held_its_row(
    store: Store, postgres_url: str
) -> None:
    await store.link(ANNA, tokens=b"tokens", wallet=b"wallet", now=NOW)

    async with store.refreshing(ANNA) as held:
        assert held is not None
        await _end_all_others(postgres_url)
        renewed = await held.replace_tokens(b"renewed", NOW)

    assert renewed is not None
    assert await store.account(ANNA) == renewed


async def test_two_stores_take_turns(store: Store, postgres_url: str) -> None:
    await store.link(ANNA, tokens=b"tokens", wallet=b"wallet", now=NOW)

    async with open_store(postgres_url) as other:
        async with store.refreshing(ANNA) as held:
            assert held is not None
            waiting = asyncio.ensure_future(_tokens_when_held(other))
            await asyncio.sleep(0.2)
            assert not waiting.done()
            await held.replace_tokens(b"renewed", NOW)
        assert await waiting == b"renewed"


async def _tokens_when_held(store: Store) -> bytes:
    async with store.refreshing(ANNA) as held:
        assert held is not None
        return held.account.tokens


async def test_a_row_held_too_long_is_named(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PATIENCE", 0.2)
    async with open_store(postgres_url) as store:
        await store.link(ANNA, tokens=b"tokens", wallet=b"wallet", now=NOW)
        async with store.refreshing(ANNA) as held:
            assert held is not None
            with pytest.raises(StoreError, match="55P03"):  # lock_not_available
                await store.unlink(ANNA, NOW)


async def test_refreshes_leave_connections_for_everybody_else(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PATIENCE", 0.3)
    users = [UserId(number) for number in range(1, postgres.CONNECTIONS + 1)]
    for user in users:
        await store.link(user, tokens=b"tokens", wallet=b"wallet", now=NOW)
    release = asyncio.Event()

    async def hold(user: UserId) -> None:
        async with store.refreshing(user):
            await release.wait()

    holders = [asyncio.ensure_future(hold(user)) for user in users]
    refused = postgres.CONNECTIONS - postgres.REFRESHES
    async with asyncio.timeout(60):
        while sum(task.done() for task in holders) < refused:  # noqa: ASYNC110  # they ring no bell
            await asyncio.sleep(0.05)

    async with asyncio.timeout(30):
        await asyncio.gather(*(store.account(BORIS) for _ in range(50)))
    done = [task for task in holders if task.done()]
    assert len(done) == refused
    assert {type(task.exception()) for task in done} == {StoreError}
    release.set()
    await asyncio.gather(*holders, return_exceptions=True)
