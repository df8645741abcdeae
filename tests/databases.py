"""Databases whose tables are made: migrating each anew would take longer than most tests do."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine

from core.store import schema


def sqlite_in(folder: Path) -> str:
    """Return the address of the database in *folder*, which is put there unless there is one."""
    file = folder / "app.db"
    if not file.exists():
        folder.mkdir(exist_ok=True)
        file.write_bytes(_migrated())
    return f"sqlite:///{file}"


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "app.db")
        engine = create_engine(f"sqlite:///{file}")
        with engine.begin() as connection:
            schema._upgrade(connection)
        engine.dispose()
        return file.read_bytes()
