"""What is particular to SQLite: the files, who may read them, how safe a commit is."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from core.errors import SettingsError, StoreError
from core.model import UserId
from core.store import open_store, sqlite
from core.store.file_locks import FileLocks
from core.store.sql import SqlStore
from tests.core.store.test_contract import ANNA, NOW, SOON

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and locks")

HOLD = """
import asyncio, sys
from pathlib import Path
from core.store.file_locks import FileLocks
async def main():
    try:
        async with FileLocks(Path(sys.argv[1])).hold(int(sys.argv[2]), 0.2):
            print("held", flush=True)
            sys.stdin.readline()
    except TimeoutError:
        print("taken", flush=True)
asyncio.run(main())
"""


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_the_files_are_the_owners_alone(empty_sqlite_url: str) -> None:
    async with open_store(empty_sqlite_url) as store:
        await store.keep_attempt("payload", ANNA, SOON)

        files = sorted(_file(empty_sqlite_url).parent.iterdir())
        names = [file.name for file in files]
        assert names == [
            "app.db",
            "app.db-shm",
            "app.db-wal",
            "app.db.lock",
        ]
        assert {_mode(file) for file in files} == {0o600}
        assert _mode(_file(empty_sqlite_url).parent) == 0o700


async def test_a_commit_is_on_the_disk_before_it_is_told(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        assert isinstance(store, SqlStore)
        async with store._database.writes.connect() as connection:
            found = {
                name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }

    full = 2
    assert found == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite:///", id="no name"),
        pytest.param("sqlite:///:memory:", id="memory"),
        pytest.param("sqlite:///file:app.db?mode=memory", id="memory by URI"),
    ],
)
async def test_a_database_that_would_be_lost_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        async with open_store(url):
            pass


async def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")

    with pytest.raises(StoreError, match="FileExistsError"):
        async with open_store(f"sqlite:///{tmp_path}/data/app.db"):
            pass


async def test_a_file_that_is_no_database_is_a_store_error(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    path.write_text("these are not the pages you are looking for" * 100)

    with pytest.raises(StoreError):
        async with open_store(f"sqlite:///{path}"):
            pass


async def test_a_writer_in_another_process_is_waited_for_and_then_named(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "POOL_PATIENCE", 0.05)
    async with open_store(sqlite_url) as store:
        with closing(sqlite3.connect(_file(sqlite_url))) as other:
            other.execute("BEGIN IMMEDIATE")

            with pytest.raises(StoreError, match="SQLITE_BUSY"):
                await store.unlink(ANNA, NOW)
            assert await store.account(ANNA) is None  # readers are not in its way

        await store.unlink(ANNA, NOW)


async def test_a_transaction_keeps_other_writers_out_from_its_first_moment(
    sqlite_url: str,
) -> None:
    async with open_store(sqlite_url) as store:
        assert isinstance(store, SqlStore)
        with closing(sqlite3.connect(_file(sqlite_url), timeout=0)) as other:
            async with store._database.writes.begin():
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("BEGIN IMMEDIATE")


@pytest.fixture
def _no_collector() -> Iterator[None]:
    """What only the garbage collector would clear away stays."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_no_collector")
async def test_a_caller_who_hangs_up_leaves_no_lock(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "POOL_PATIENCE", 0.5)
    async with open_store(sqlite_url) as store:
        await store.link(ANNA, tokens=b"t", wallet=b"w", now=NOW)
        for turns in range(40):
            write = asyncio.ensure_future(store.keep_attempt(f"payload {turns}", ANNA, SOON))
            read = asyncio.ensure_future(store.account(ANNA))
            for _ in range(turns):
                await asyncio.sleep(0.0002)
            write.cancel()
            read.cancel()
            await asyncio.wait([write, read])

            await store.link(ANNA, tokens=b"t", wallet=b"w", now=NOW)

        with closing(sqlite3.connect(_file(sqlite_url), timeout=0)) as other:
            busy, *_ = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            assert not busy  # no reader left its snapshot behind either


async def test_a_fault_while_a_refresh_commits_is_tried_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "POOL_PATIENCE", 0.05)
    async with open_store(sqlite_url) as store:
        await store.link(ANNA, tokens=b"tokens", wallet=b"wallet", now=NOW)
        with closing(sqlite3.connect(_file(sqlite_url), check_same_thread=False)) as other:
            async with store.refreshing(ANNA) as held:
                assert held is not None
                other.execute("BEGIN IMMEDIATE")
                asyncio.get_running_loop().call_later(0.2, other.rollback)

                assert await held.replace_tokens(b"renewed", NOW)


async def _holder(path: Path, number: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, str(path), str(number),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def _said(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None
    return await process.stdout.readline()


async def _let_go(process: asyncio.subprocess.Process) -> None:
    await process.communicate(b"\n")


async def test_a_lock_held_by_another_process_is_waited_for(tmp_path: Path) -> None:
    locks = FileLocks(tmp_path / "locks")
    other = await _holder(tmp_path / "locks", 7)
    assert await _said(other) == b"held\n"

    with pytest.raises(TimeoutError):
        async with locks.hold(7, 0.1):
            pass
    async with locks.hold(8, 0.1):  # another user's
        pass
    await _let_go(other)
    async with locks.hold(7, 0.1):
        pass
    locks.close()


async def test_a_lock_dies_with_the_process_that_held_it(tmp_path: Path) -> None:
    locks = FileLocks(tmp_path / "locks")
    other = await _holder(tmp_path / "locks", 7)
    assert await _said(other) == b"held\n"

    other.kill()
    await other.wait()

    async with locks.hold(7, 1):
        pass
    locks.close()


async def test_giving_one_users_lock_back_keeps_anothers(tmp_path: Path) -> None:
    locks = FileLocks(tmp_path / "locks")
    async with locks.hold(1, 1):
        async with locks.hold(2, 1):
            pass
        with pytest.raises(TimeoutError):
            async with locks.hold(1, 0.05):
                pass
        other = await _holder(tmp_path / "locks", 1)
        assert await _said(other) == b"taken\n"
        await _let_go(other)

    async with locks.hold(1, 1):
        pass
    locks.close()


async def test_nothing_stays_open_after_closing(sqlite_url: str) -> None:
    async with open_store(sqlite_url) as store:
        await store.link(UserId(1), tokens=b"t", wallet=b"w", now=NOW)

    name = str(_file(sqlite_url))
    assert not [file for file in psutil.Process().open_files() if file.path.startswith(name)]
