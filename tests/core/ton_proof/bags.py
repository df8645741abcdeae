"""Bags of cells put together by hand, well or badly."""

from __future__ import annotations

from collections.abc import Sequence

INDEXED, SUMMED, CACHED = 0x80, 0x40, 0x20

LIBRARY = b"\x02" + b"\xab" * 32

RawCell = tuple[bytes, Sequence[int]]


def cell(
    data: bytes = b"", refs: Sequence[int] = (), *, d1: int = 0, d2: int | None = None
) -> RawCell:
    """Return descriptors and whole bytes of *data*; *d1* is added, *d2* replaces."""
    return bytes([len(refs) + d1, 2 * len(data) if d2 is None else d2]) + data, refs


def bag(
    *cells: RawCell,
    magic: bytes = bytes.fromhex("b5ee9c72"),
    flags: int = 0,
    size: int = 1,
    offset: int = 2,
    count: int | None = None,
    roots: int = 1,
    absent: int = 0,
    root: int = 0,
    tail: bytes = b"",
) -> bytes:
    """Return a serialized bag of *cells*; the other arguments are what its header claims."""
    body = b"".join(
        head + b"".join(ref.to_bytes(size, "big") for ref in refs) for head, refs in cells
    )
    numbers = (len(cells) if count is None else count, roots, absent)
    return (
        magic
        + bytes([flags | size, offset])
        + b"".join(number.to_bytes(size, "big") for number in numbers)
        + len(body).to_bytes(offset, "big")
        + root.to_bytes(size, "big")
        + body
        + tail
    )


def bomb(cells: int) -> bytes:
    """Return a bag in which each cell refers four times to the next: 4**(cells - 1) when walked."""
    return bag(*[cell(refs=[at + 1] * 4) for at in range(cells - 1)], cell())


def chain(cells: int) -> bytes:
    """Return a bag in which each cell refers to the next."""
    return bag(*[cell(refs=[at + 1]) for at in range(cells - 1)], cell(), size=2)
