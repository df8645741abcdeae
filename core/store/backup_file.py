"""The file of a backup: JSON lines, the same for both databases.

    {"backup": "gomining-mini-app", "format": 1, "revision": …, "made": …, "tables": […]}
    [7, "AUrK…", …]        rows, in the order of the head's tables and of their columns
    {"sha256": "…"}        of every byte before this line

Bytes are base64; what is sealed stays sealed, and opens with TOKEN_KEYS alone.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from sqlalchemy import LargeBinary, Table

from core.errors import StoreError

PRODUCT = "gomining-mini-app"
FORMAT = 1
LONGEST_LINE = 2**20
BLOCK = 2**22

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rows:
    """What the file holds of one table."""

    table: str
    columns: list[str]
    count: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the first line says; `made` is an ISO time."""

    revision: str
    made: str
    tables: list[Rows]

    @property
    def count(self) -> int:
        """Return how many rows follow."""
        return sum(rows.count for rows in self.tables)

    def line(self) -> bytes:
        """Return the first line."""
        return _line({"backup": PRODUCT, "format": FORMAT, **asdict(self)})


class Writing:
    """A file being written: its owner's alone, and under its name only when it is whole."""

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise StoreError(f"{path} is there already: name another file")
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._sum = hashlib.sha256()
        descriptor = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "wb")

    def write(self, lines: Sequence[bytes]) -> None:
        """Add whole lines."""
        content = b"".join(lines)
        self._sum.update(content)
        self._file.write(content)

    def finish(self) -> None:
        """Put the last line and the name on it; it is on the disk then."""
        self._file.write(_line({"sha256": self._sum.hexdigest()}))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.rename(self._path)

    def give_up(self) -> None:
        """Leave nothing of it."""
        self._file.close()
        self._part.unlink(missing_ok=True)


class Checking:
    """Reading a file once through, block by block, to see that it is whole."""

    def __init__(self, file: BinaryIO) -> None:
        self.size = file.seek(0, os.SEEK_END)
        file.seek(max(0, self.size - 200))
        self._foot = file.read().rpartition(b"\n{")[2]
        self._left = max(0, self.size - len(self._foot) - 1)
        self._sum = hashlib.sha256()
        self._file = file
        file.seek(0)

    @property
    def done(self) -> int:
        """Return how many bytes were read."""
        return self._file.tell()

    def block(self) -> bool:
        """Read on; False where nothing is left to read."""
        block = self._file.read(min(BLOCK, self._left))
        self._left -= len(block)
        self._sum.update(block)
        return bool(block)

    def finish(self) -> None:
        """Raise `StoreError` unless the file is as it was written."""
        if b"{" + self._foot != _line({"sha256": self._sum.hexdigest()}):
            raise StoreError("the backup is cut short or was altered: its checksum does not fit")


def read_head(file: BinaryIO) -> Head:
    """Return what the first line says; `StoreError` where it is not ours."""
    file.seek(0)
    try:
        said = json.loads(file.readline(LONGEST_LINE))
        if said.pop("backup") != PRODUCT or said.pop("format") != FORMAT:
            raise StoreError("the file is no backup that this version can read")
        tables = [Rows(**rows) for rows in said.pop("tables")]
        return Head(**said, tables=tables)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise StoreError("the file is no backup of this product") from None


def row_line(row: Sequence[Any]) -> bytes:
    """Return the line of a row whose values stand in the order of the table's columns."""
    return _line(
        [b64encode(value).decode() if isinstance(value, bytes) else value for value in row]
    )


def read_rows(file: BinaryIO, table: Table, rows: Rows) -> Iterator[dict[str, Any]]:
    """Yield the next of *rows*, which stand where the file is at, by column; fewer at its end."""
    packed = {name for name in rows.columns if isinstance(table.c[name].type, LargeBinary)}
    for line in islice(iter(lambda: file.readline(LONGEST_LINE), b""), rows.count):
        if line.startswith(b"{"):
            return
        try:
            values = dict(zip(rows.columns, json.loads(line), strict=True))
            for name in packed & {name for name, value in values.items() if value is not None}:
                values[name] = b64decode(values[name], validate=True)
        except (ValueError, TypeError):
            raise StoreError(f"a row of {rows.table} in the backup cannot be read") from None
        yield values


def batches(of: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the elements in lists, the last one the shorter."""
    elements = iter(of)
    return iter(lambda: list(islice(elements, size)), [])


def _plain(value: object) -> object:
    return b64encode(value).decode() if isinstance(value, bytes) else value


def _line(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"
