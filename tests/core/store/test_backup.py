"""The whole store into a file and back: nothing lost, nothing half, nothing anybody else reads."""

from __future__ import annotations

import asyncio
import hashlib
import json
import stat
import tracemalloc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
from sqlalchemy import Boolean, Integer, LargeBinary, SmallInteger, Table, insert, select, text

from core.errors import StoreError
from core.model import UserId
from core.store import Store, backup, open_store
from core.store.__main__ import main
from core.store.backup import restore
from core.store.opening import open_database
from core.store.progress import Progress
from core.store.schema import HEAD
from core.store.tables import metadata
from tests.core.store.test_contract import ANNA, NOW

EACH = 7
"""Rows in each table: with batches of three there is a full and a shorter one."""

Kept = dict[str, list[tuple[Any, ...]]]


def _value(kind: object, row: int) -> object:
    if isinstance(kind, LargeBinary):
        return bytes([row, *range(31)])
    if isinstance(kind, Boolean):
        return row % 2 == 0
    if isinstance(kind, SmallInteger):
        return row
    if isinstance(kind, Integer):
        return 2**30 + row
    return f'{row} "ä☃\n\\'


def _rows(table: Table, number: int) -> list[dict[str, object]]:
    columns = table.columns.items()
    return [
        {
            name: None if column.nullable and row % 3 == 0 else _value(column.type, row)
            for name, column in columns
        }
        for row in range(number)
    ]


async def _fill(url: str, number: int = EACH) -> None:
    async with (
        open_store(url),
        open_database(url) as database,
        database.writes.begin() as connection,
    ):
        for table in metadata.sorted_tables:
            await connection.execute(insert(table), _rows(table, number))


async def _kept(url: str) -> Kept:
    async with (
        open_store(url),
        open_database(url) as database,
        database.reads.connect() as connection,
    ):
        return {
            table.name: [
                tuple(row)
                for row in await connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
        }


def _left(file: Path) -> list[str]:
    """Return the names of what a backup left: the file, or a part of it."""
    return [path.name for path in file.parent.glob(f"{file.name}*")]


def _silence(_: str, __: int, ___: int) -> None:
    pass


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept.jsonl"


@pytest.fixture(autouse=True)
def _short_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "BATCH", 3)


@pytest.fixture(
    params=[
        "sqlite to sqlite",
        pytest.param("sqlite to postgres", marks=pytest.mark.postgres),
        pytest.param("postgres to sqlite", marks=pytest.mark.postgres),
        pytest.param("postgres to postgres", marks=pytest.mark.postgres),
    ]
)
def way(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The addresses of two empty databases, from and to."""
    source, _, target = request.param.partition(" to ")
    first = str(request.getfixturevalue(f"empty_{source}_url"))
    if target == "sqlite":
        return first, f"sqlite:///{tmp_path}/other.db"
    if source == "sqlite":
        return first, str(request.getfixturevalue("empty_postgres_url"))
    return first, asyncio.run(_another(first))


async def _another(url: str) -> str:
    name = f"{url.rpartition('/')[2]}_more"
    connection = await asyncpg.connect(url)
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    await connection.close()
    return f"{url.rpartition('/')[0]}/{name}"


async def test_every_row_of_every_table_comes_back(way: tuple[str, str], file: Path) -> None:
    source, target = way
    await _fill(source)

    written = await backup.backup(source, file, _silence)
    brought = await restore(target, file, _silence)

    assert await _kept(target) == await _kept(source)
    assert brought == written
    assert {rows.table: rows.count for rows in written.tables} == dict.fromkeys(
        metadata.tables, EACH
    )


async def test_an_empty_store_goes_there_and_back(database_url: str, file: Path) -> None:
    async with open_store(database_url):
        pass

    await backup.backup(database_url, file, _silence)

    assert (await restore(database_url, file, _silence)).count == 0


async def test_the_file_is_the_owners_alone(sqlite_url: str, file: Path) -> None:
    await _fill(sqlite_url)

    await backup.backup(sqlite_url, file, _silence)

    assert _mode(file) == 0o600
    assert _left(file) == [file.name]


def test_nothing_is_written_over(sqlite_url: str, file: Path) -> None:
    asyncio.run(_fill(sqlite_url))
    file.write_text("last week's")

    with pytest.raises(StoreError, match="is there already"):
        asyncio.run(backup.backup(sqlite_url, file, _silence))

    assert file.read_text() == "last week's"


async def test_a_backup_that_fails_leaves_no_file(sqlite_url: str, file: Path) -> None:
    await _fill(sqlite_url)

    def _fail(_: str, done: int, __: int) -> None:
        if done > EACH:
            raise StoreError("disk full")

    with pytest.raises(StoreError, match="disk full"):
        await backup.backup(sqlite_url, file, _fail)

    assert _left(file) == []


async def test_it_is_of_one_moment_though_writing_goes_on(database_url: str, file: Path) -> None:
    await _fill(database_url)
    before = await _kept(database_url)
    async with _sign_ins(database_url) as written:

        def _let_them_write(what: str, done: int, __: int) -> None:
            if what == "rows written" and done == 3:
                written.set()

        head = await backup.backup(database_url, file, _let_them_write)

        assert await written.more() > 0
    assert head.count == sum(map(len, before.values()))
    assert len((await _kept(database_url))["accounts"]) > EACH


class _Written(asyncio.Event):
    """Set: users sign in from now on; `more` says how many did by the end."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._task = asyncio.ensure_future(self._sign_in())

    async def _sign_in(self) -> int:
        await self.wait()
        for number in range(50):
            await self._store.link(UserId(number + 1), tokens=b"t", wallet=b"w", now=NOW)
            await self._store.keep_attempt(str(number), UserId(number + 1), NOW)
        return 50

    async def more(self) -> int:
        return await self._task


@asynccontextmanager
async def _sign_ins(url: str) -> AsyncIterator[_Written]:
    async with open_store(url) as store:
        yield _Written(store)


async def test_who_signs_in_meanwhile_neither_waits_nor_is_seen(database_url: str) -> None:
    everyone = select(metadata.tables["accounts"])
    async with (
        open_store(database_url) as store,
        open_database(database_url) as database,
        database.snapshot() as connection,
    ):
        assert (await connection.execute(everyone)).all() == []

        await store.link(ANNA, tokens=b"t", wallet=b"w", now=NOW)

        assert (await connection.execute(everyone)).all() == []


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The content of a backup."""
    folder = tmp_path_factory.mktemp("whole")
    url = f"sqlite:///{folder}/app.db"
    asyncio.run(_fill(url))
    asyncio.run(backup.backup(url, folder / "kept", _silence))
    return (folder / "kept").read_bytes()


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _without_a_row(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    return b"".join(lines[:2] + lines[3:])


def _altered(content: bytes) -> bytes:
    return content.replace(b"AAAB", b"AAAC", 1)


def _resealed(lines: list[bytes]) -> bytes:
    whole = b"".join(lines)
    said = {"sha256": hashlib.sha256(whole).hexdigest()}
    return whole + json.dumps(said, separators=(",", ":")).encode() + b"\n"


def _fewer_rows(content: bytes) -> bytes:
    return _resealed(content.splitlines(keepends=True)[:-2])


def _more_rows(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)[:-1]
    return _resealed([*lines, lines[-1]])


def _with_a_broken_row(content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)[:-1]
    return _resealed([*lines[:-1], b"[1,2]\n"])


def _of(revision: str, content: bytes) -> bytes:
    return _resealed(
        content.replace(f'"{HEAD}"'.encode(), f'"{revision}"'.encode(), 1).splitlines(
            keepends=True
        )[:-1]
    )


def _from_the_past(content: bytes) -> bytes:
    return _of("0001", content)


def _of_another_product(content: bytes) -> bytes:
    return _resealed(content.replace(b"gomining-mini-app", b"x", 1).splitlines(keepends=True)[:-1])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(_cut, "cut short or was altered", id="cut"),
        pytest.param(_without_a_row, "cut short or was altered", id="a row gone"),
        pytest.param(_altered, "cut short or was altered", id="a byte changed"),
        pytest.param(lambda content: content + b"{", "cut short or was altered", id="more"),
        pytest.param(lambda _: b"", "cut short or was altered", id="empty"),
        pytest.param(lambda _: b"PGDMP\0\n" * 9, "cut short or was altered", id="no backup"),
        pytest.param(_fewer_rows, "another number of rows", id="fewer rows than it says"),
        pytest.param(_more_rows, "another number of rows", id="more rows than it says"),
        pytest.param(_with_a_broken_row, "cannot be read", id="a row that is none"),
        pytest.param(_from_the_past, "of revision 0001 and this version knows", id="old"),
        pytest.param(_of_another_product, "no backup that this version can", id="another's"),
    ],
)
def test_a_file_that_is_not_whole_changes_nothing(
    spoil: Callable[[bytes], bytes], said: str, whole: bytes, empty_sqlite_url: str, file: Path
) -> None:
    file.write_bytes(spoil(whole))

    with pytest.raises(StoreError, match=said):
        asyncio.run(restore(empty_sqlite_url, file, _silence))

    if Path(empty_sqlite_url.removeprefix("sqlite:///")).exists():
        assert not any(asyncio.run(_kept(empty_sqlite_url)).values())


async def test_a_store_with_anything_in_it_is_left_alone(database_url: str, file: Path) -> None:
    await _fill(database_url)
    before = await _kept(database_url)
    await backup.backup(database_url, file, _silence)

    with pytest.raises(StoreError, match="not empty"):
        await restore(database_url, file, _silence)

    assert await _kept(database_url) == before


async def test_tables_of_another_revision_are_not_written_down(sqlite_url: str, file: Path) -> None:
    await _fill(sqlite_url)
    async with open_database(sqlite_url) as database, database.writes.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    with pytest.raises(StoreError, match="at revision 0001 and this version knows"):
        await backup.backup(sqlite_url, file, _silence)

    assert _left(file) == []


async def test_memory_does_not_grow_with_the_store(
    sqlite_url: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "BATCH", 50)
    await _fill(sqlite_url, 30)
    peaks = []
    tracemalloc.start()
    try:
        for copy in ("small", "large"):
            tracemalloc.reset_peak()
            await backup.backup(sqlite_url, file.with_name(copy), _silence)
            await restore(f"sqlite:///{tmp_path}/{copy}.db", file.with_name(copy), _silence)
            peaks.append(tracemalloc.get_traced_memory()[1])
            if copy == "small":
                await _grow(sqlite_url, 1_500)
    finally:
        tracemalloc.stop()

    assert peaks[1] < peaks[0] + 5_000_000, peaks  # the file alone has 20 MB


async def _grow(url: str, number: int) -> None:
    table = metadata.tables["accounts"]
    async with open_database(url) as database, database.writes.begin() as connection:
        for first in range(0, number, 500):
            rows = [
                {"user_id": user, "tokens": b"t" * 10_000, "wallet": b"", "version": 1}
                | {"updated_at": 1}
                for user in range(2**31 + first, 2**31 + first + 500)
            ]
            await connection.execute(insert(table), rows)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path}/app.db"
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "BOT_TOKEN": "123456:" + "A" * 35,
        "PARTNER_ID": "partner",
        "PUBLIC_URL": "http://127.0.0.1:8080",
        "SESSION_KEY": "A" * 43 + "=",
        "TOKEN_KEYS": "A" * 43 + "=",
        "DATABASE_URL": url,
    }.items():
        monkeypatch.setenv(name, value)
    return url


def test_the_commands_say_what_they_did(
    settings: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill(settings))
    rows = EACH * len(metadata.tables)

    assert main(["backup", str(file)]) == 0
    assert capsys.readouterr() == (f"{file}: {rows} rows of revision {HEAD}\n", "")
    assert main(["restore", str(file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("the store is not empty")

    monkeypatch.setenv("DATABASE_URL", settings.replace("app.db", "other.db"))
    assert main(["restore", str(file)]) == 0
    assert capsys.readouterr().out.startswith(f"{rows} rows brought in, as they were on 2")


def test_the_command_refuses_a_file_that_is_not_there(
    settings: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["restore", str(file)]) == 2
    assert "No such file" in capsys.readouterr().err
    assert settings


def test_a_long_command_says_how_far_it_has_come(capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([0.0, 1.0, 2.5, 2.5, 3.0])
    report = Progress(lambda: next(clock))

    for done in (1, 2, 3):
        report("rows written", done, 9)

    assert capsys.readouterr().err == "rows written: 2 of 9\n"
