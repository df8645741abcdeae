"""Bringing a database to the tables this version knows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from core.errors import StoreError
from core.store.database import Database

HEAD = "0007"
"""The newest revision in `migrations/`; a test holds it to that.

Known here so that a process that finds nothing to do does not import Alembic (13 MiB).
"""


async def revision(database: Database) -> str | None:
    """Return which revision the tables are at; None where there are none."""
    async with database.reads.connect() as connection:
        return await connection.run_sync(_revision)


async def migrate(database: Database) -> None:
    """Run the migrations that are missing, one process at a time; usually none is."""
    if await revision(database) == HEAD:
        return
    async with database.migrating() as connection:
        await connection.run_sync(_upgrade)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # see HEAD
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StoreError(
            "the database was migrated by a newer version of this product: run that one"
        ) from None
