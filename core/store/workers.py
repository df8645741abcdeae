"""The part of the store in which workers leave word of how they get on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from core.store.protocol import MAX_WORKERS, WorkerSaid
from core.store.reach import SqlReach
from core.store.shield import shielded
from core.store.tables import workers


class SqlWorkers(SqlReach):
    """See `core.store.protocol.Store`."""

    @shielded
    async def keep_word(self, worker: str, said: str, now: datetime) -> None:
        """Keep what a worker says, in place of what it said before."""
        kept = {"said": said, "at": int(now.timestamp())}
        statement = (
            self._database.insert(workers)
            .values(name=worker, **kept)
            .on_conflict_do_update(index_elements=[workers.c.name], set_=kept)
        )
        async with self._writing() as connection:
            await connection.execute(statement)

    @shielded
    async def drop_word(self, worker: str) -> None:
        """Delete what a worker said."""
        async with self._writing() as connection:
            await connection.execute(delete(workers).where(workers.c.name == worker))

    @shielded
    async def words_of_workers(self, since: datetime) -> list[WorkerSaid]:
        """Return what workers said then or later, by their names; at most `MAX_WORKERS`."""
        lately = select(workers).where(workers.c.at >= int(since.timestamp()))
        found = await self._read(lately.order_by(workers.c.name).limit(MAX_WORKERS))
        return [WorkerSaid(row["name"], row["said"], row["at"]) for row in found]
