"""Bags of cells, read without trust, without recursion and in linear time.

A state init comes from the client, so each size has a cap and every fault is a `BocError`.
Cells refer to each other by index: nothing here follows references, so a bag of 130 bytes that
unfolds into 4**19 cells costs what 130 bytes cost.

Refused, because no wallet writes them: the two older magics, several roots, absent cells, stored
hashes, levels, exotic cells other than library references. Bags that are merely wasteful
(repeated or unreachable cells) are read. The optional index and checksum are stepped over: writers
disagree on what the index holds, and a CRC in plain Python costs more than reading the cells, to
find what hash(stateInit) = address finds anyway. The root's hash proves, not the encoding.

Source: TON, crypto/tl/boc.tlb (serialized_boc#b5ee9c72); TVM, 3.1 (cells and their hashes).
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from core.ton_proof.verdict import MalformedError, Reason

MAX_BYTES = 12_288
"""What the 16,384 base64 characters of `TonWallet` can hold; known wallets need 800."""

MAX_CELLS = 256
"""Known wallets have at most 23."""

MAX_DEPTH = 128
"""Known wallets are at most 8 deep."""

_MAGIC = bytes.fromhex("b5ee9c72")
_FIXED = 6  # magic, flags, offset size
_CRC_BYTES = 4
_MAX_REF_BYTES, _MAX_OFFSET_BYTES, _MAX_REFS = 4, 8, 4

_EXOTIC = 0x08
_LIBRARY_HEAD = bytes([_EXOTIC, 66, 2])  # no references, 33 whole bytes, type 2


class BocError(MalformedError):
    """The bytes hold no bag of cells, or not the cells they should."""

    def __init__(self, detail: str) -> None:
        super().__init__(Reason.STATE_INIT_MALFORMED, detail)


class Cell(NamedTuple):
    """A cell with its representation hash.

    `head` is two descriptor bytes and the data, padded to whole bytes: the first part of what is
    hashed. `refs` are indexes into the bag.
    """

    head: bytes
    refs: tuple[int, ...]
    hash: bytes

    @property
    def exotic(self) -> bool:
        """Whether the data is not data but a reference to a library."""
        return bool(self.head[0] & _EXOTIC)

    @property
    def bits(self) -> str:
        """The data as zeros and ones, without the padding."""
        data = self.head[2:]
        whole = f"{int.from_bytes(data, 'big'):0{8 * len(data)}b}" if data else ""
        # An odd descriptor says that the last byte is padded: a 1, then zeros.
        return whole.rstrip("0")[:-1] if self.head[1] % 2 else whole

    def field(self, at: int, width: int) -> int:
        """Return the unsigned integer of *width* bits that starts at bit *at*."""
        bits = self.bits
        if self.exotic or at + width > len(bits):
            raise BocError("a cell is too short for its fields")
        return int(bits[at : at + width], 2)


class Bag(NamedTuple):
    """The cells in their order, and the one they grow from."""

    cells: list[Cell]
    root: Cell


class _Layout(NamedTuple):
    cells: int
    root: int
    ref_bytes: int
    start: int
    end: int


def read_boc(raw: bytes) -> Bag:
    """Return the cells of a serialized bag with one root; `BocError` if it is anything else."""
    layout = _read_layout(raw)
    cells = _hash_cells(_split_cells(raw, layout))
    return Bag(cells, cells[layout.root])


def _read_layout(raw: bytes) -> _Layout:
    if not _FIXED < len(raw) <= MAX_BYTES:
        raise BocError("the size is out of bounds")
    flags, offset_bytes = raw[4], raw[5]
    indexed, summed, cached = flags & 0x80, flags & 0x40, flags & 0x20
    ref_bytes = flags & 0x07
    if raw[:4] != _MAGIC or flags & 0x18 or (cached and not indexed):
        raise BocError("the magic or the flags are unknown")
    if not 1 <= ref_bytes <= _MAX_REF_BYTES or offset_bytes > _MAX_OFFSET_BYTES:
        raise BocError("an integer size is out of bounds")

    # A header cut short reads as smaller numbers here and fails at the sum of lengths below.
    sizes = _FIXED + 3 * ref_bytes
    count, roots, absent = _integers(raw[_FIXED:sizes].ljust(3 * ref_bytes, b"\0"), ref_bytes)
    at = sizes + offset_bytes
    body = int.from_bytes(raw[sizes:at], "big")
    root = int.from_bytes(raw[at : at + ref_bytes], "big")
    if roots != 1 or absent or not root < count <= MAX_CELLS:
        raise BocError("the number of cells or roots is out of bounds")

    start = at + ref_bytes + (count * offset_bytes if indexed else 0)
    end = start + body
    if end + (_CRC_BYTES if summed else 0) != len(raw):
        raise BocError("the lengths do not add up")
    return _Layout(count, root, ref_bytes, start, end)


def _split_cells(raw: bytes, layout: _Layout) -> list[tuple[bytes, tuple[int, ...]]]:
    count, _, ref_bytes, at, end = layout
    cells = []
    for index in range(count):
        if at + 2 > end:
            raise BocError("there are fewer cells than said")
        kind = raw[at]
        refs_at = at + 2 + (raw[at + 1] + 1) // 2
        head, at = raw[at:refs_at], refs_at + (kind & 7) * ref_bytes
        if kind > _MAX_REFS and head[:3] != _LIBRARY_HEAD:
            raise BocError("a cell is of a kind that no wallet has")
        if head[1] & 1 and not head[-1] & 0x7F:
            raise BocError("a cell is not padded as it should be")
        refs = _integers(raw[refs_at:at], ref_bytes)
        if refs and not index < min(refs) <= max(refs) < count:
            raise BocError("a reference does not point forward")
        cells.append((head, refs))
    if at != end:
        raise BocError("the cells are shorter or longer than said")
    return cells


def _hash_cells(split: list[tuple[bytes, tuple[int, ...]]]) -> list[Cell]:
    depths, hashes = [b""] * len(split), [b""] * len(split)
    # From the back: references point forward, so what a cell refers to is hashed before it.
    for index in range(len(split) - 1, -1, -1):
        head, refs = split[index]
        below = [depths[ref] for ref in refs]
        depth = 1 + int.from_bytes(max(below), "big") if refs else 0
        if depth > MAX_DEPTH:
            raise BocError("the cells are nested too deeply")
        depths[index] = depth.to_bytes(2, "big")
        hashes[index] = sha256(b"".join([head, *below, *[hashes[ref] for ref in refs]])).digest()
    return [Cell(*cell, hash_) for cell, hash_ in zip(split, hashes, strict=True)]


def _integers(raw: bytes, size: int) -> tuple[int, ...]:
    if size == 1:
        return tuple(raw)
    return tuple([int.from_bytes(raw[at : at + size], "big") for at in range(0, len(raw), size)])
