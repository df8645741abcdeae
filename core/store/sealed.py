"""The part of the store whose content is sealed: walked row by row, to be sealed anew."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, and_, select, tuple_, update

from core.model import UserId
from core.store.protocol import SealedRow
from core.store.reach import SqlReach
from core.store.shield import shielded
from core.store.tables import accounts, connections, metadata, sign_ins

PURPOSES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        accounts.name: {"tokens": "tokens", "wallet": "wallet"},
        connections.name: {"value": "connection {name}"},
        sign_ins.name: {"details": "sign-in"},
    }
)
"""For each table its sealed columns, and what each is sealed for; `{…}` is another column."""


class SqlSealed(SqlReach):
    """See `core.store.protocol.Store`."""

    @property
    def sealed_tables(self) -> tuple[str, ...]:
        """The tables with sealed columns."""
        return tuple(PURPOSES)

    @shielded
    async def sealed_after(self, table: str, row: SealedRow | None, limit: int) -> list[SealedRow]:
        """Return the sealed rows of a table that follow *row*, from the first at None."""
        asked = metadata.tables[table]
        key = list(asked.primary_key)
        statement = select(asked).order_by(*key).limit(limit)
        if row is not None:
            statement = statement.where(tuple_(*key) > tuple_(*row.key))
        return [_sealed(asked, found) for found in await self._read(statement)]

    @shielded
    async def sealed_now(self, row: SealedRow) -> SealedRow | None:
        """Return the row as it is by now; None when it is gone."""
        asked = metadata.tables[row.table]
        found = await self._read(select(asked).where(_is(asked, row)))
        return _sealed(asked, found[0]) if found else None

    @shielded
    async def reseal(self, row: SealedRow, anew: Mapping[str, bytes]) -> bool:
        """Keep the same content sealed *anew*, unless the row changed: then False.

        An account's version stays: a refresh under way would else find its row changed, and lose
        its pair.
        """
        table = metadata.tables[row.table]
        same = [table.c[column] == sealed for column, sealed in row.sealed.items()]
        statement = update(table).where(_is(table, row), *same).values(**anew)
        async with self._writing() as connection:
            return (await connection.execute(statement)).rowcount == 1


def _is(table: Table, row: SealedRow) -> ColumnElement[bool]:
    return and_(
        *(column == value for column, value in zip(table.primary_key, row.key, strict=True))
    )


def _sealed(table: Table, found: RowMapping) -> SealedRow:
    columns: dict[str, Any] = dict(found)
    purposes = PURPOSES[table.name]
    return SealedRow(
        table.name,
        tuple(columns[column.name] for column in table.primary_key),
        UserId(columns["user_id"]),
        {column: columns[column] for column in purposes},
        {column: purpose.format(**columns) for column, purpose in purposes.items()},
    )
