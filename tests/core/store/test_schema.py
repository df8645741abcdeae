"""Migrations: from nothing to what the code reads, once, whoever starts first."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.ext.asyncio import create_async_engine

from core.errors import StoreError
from core.model import Preferences
from core.store import open_store, schema
from core.store.sql import SqlStore
from core.store.tables import metadata, preferences
from tests.core.store.test_contract import ANNA, NOW, SOON

OPEN = """
import asyncio, sys
from core.store import open_store
async def main():
    async with open_store(sys.argv[1]) as store:
        await store.ready()
        print("alembic" in sys.modules)
asyncio.run(main())
"""


def _driver_url(url: str) -> str:
    return url.replace("sqlite:", "sqlite+aiosqlite:").replace("postgresql:", "postgresql+asyncpg:")


async def _in_sql(url: str, statement: str) -> None:
    engine = create_async_engine(_driver_url(url))
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def _process(url: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OPEN, url, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode().strip()


async def test_the_tables_are_those_the_code_reads(empty_url: str) -> None:
    async with open_store(empty_url):
        pass

    def difference(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    engine = create_async_engine(_driver_url(empty_url))
    async with engine.connect() as connection:
        assert await connection.run_sync(difference) == []
    await engine.dispose()


async def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    async with open_store(empty_url) as store:
        assert isinstance(store, SqlStore)
        async with store._database.migrating() as connection:
            await connection.run_sync(schema._upgrade)
        await store.ready()


async def test_processes_that_start_at_once_migrate_once(empty_url: str) -> None:
    said = await asyncio.gather(*(_process(empty_url) for _ in range(2)))

    assert "True" in said


async def test_one_who_migrates_waits_for_the_other(empty_url: str) -> None:
    async with open_store(empty_url) as store:
        assert isinstance(store, SqlStore)
        database = store._database

        async def enter() -> None:
            async with database.migrating():
                pass

        async with database.migrating():
            other = asyncio.ensure_future(enter())
            await asyncio.sleep(0.3)
            assert not other.done()
        await other


async def test_a_process_that_finds_the_tables_made_does_not_load_alembic(
    empty_url: str,
) -> None:
    assert [await _process(empty_url), await _process(empty_url)] == ["True", "False"]


async def test_tables_of_a_newer_version_stop_the_start(empty_url: str) -> None:
    async with open_store(empty_url):
        pass
    await _in_sql(empty_url, "UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError, match="newer version"):
        async with open_store(empty_url):
            pass


def test_the_head_known_to_the_code_is_the_newest_migration() -> None:
    config = Config()
    folder = Path(schema.__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder))

    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


async def test_what_the_first_version_kept_is_there_in_this_one(empty_url: str) -> None:
    async with open_store(empty_url) as store:
        linked = await store.link(ANNA, tokens=b"tokens", wallet=b"wallet", now=NOW)
        await store.keep_attempt("payload", ANNA, SOON)
        assert isinstance(store, SqlStore)
        async with store._database.migrating() as connection:
            await connection.run_sync(_back_to, "0001")
            assert await connection.run_sync(_tables) == {"accounts", "login_attempts"}

    async with open_store(empty_url) as store:
        assert await store.account(ANNA) == linked
        assert await store.take_attempt("payload", ANNA, NOW)
        assert await store.keep_preferences(ANNA, notify=True) == Preferences(notify=True)


async def test_what_the_second_version_kept_is_there_in_this_one(empty_url: str) -> None:
    async with open_store(empty_url) as store:
        chosen = await store.keep_preferences(ANNA, notify=True, notify_hour=7)
        assert isinstance(store, SqlStore)
        async with store._database.migrating() as connection:
            await connection.run_sync(_back_to, "0002")
            assert not {"connections", "told"} & await connection.run_sync(_tables)

    async with open_store(empty_url) as store:
        assert await store.preferences(ANNA) == chosen
        assert await store.claim(ANNA, NOW.date(), NOW)


def _back_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_whose_hour_has_come_is_found_by_the_index(sqlite_url: str) -> None:
    asked = select(preferences.c.user_id).where(
        preferences.c.notify,
        preferences.c.time_zone == "Europe/Berlin",
        preferences.c.notify_hour == NOW.hour,
        preferences.c.user_id > ANNA,
    )
    statement = str(asked.compile(dialect=dialect(), compile_kwargs={"literal_binds": True}))
    async with open_store(sqlite_url) as store:
        assert isinstance(store, SqlStore)
        async with store._database.reads.connect() as connection:
            plan = await connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"))
            assert (
                "USING INDEX ix_preferences_subscribed "
                "(time_zone=? AND notify_hour=? AND user_id>?)"
            ) in str(plan.all())


async def test_a_migration_that_fails_leaves_nothing_half_done(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        connection.execute(text("SELECT nonsense"))

    monkeypatch.setattr(schema, "_upgrade", fail)
    with pytest.raises(StoreError):
        async with open_store(empty_url):
            pass
    monkeypatch.undo()

    async with open_store(empty_url):
        await _in_sql(empty_url, "CREATE TABLE half (id INTEGER)")  # it was not there
