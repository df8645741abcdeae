"""The reader of bags: right on good input, and unimpressed by any other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytoniq_core.boc.cell import Cell as PytoniqCell
from tonsdk.boc import Builder as TonsdkBuilder
from tonsdk.boc import Cell as TonsdkCell

from core.ton_proof.boc import MAX_BYTES, MAX_CELLS, MAX_DEPTH, BocError, read_boc
from core.ton_proof.verdict import Reason
from tests.core.ton_proof.bags import (
    CACHED,
    INDEXED,
    LIBRARY,
    SUMMED,
    RawCell,
    bag,
    bomb,
    cell,
    chain,
)
from tests.proofs import WALLET_CLASSES, Cell, cell_of, state_init

FULL = [cell(bytes(127))] * 95
"""As many full cells as fit under the cap of bytes."""

WHOLE = bag(cell(b"\x11", [1]), cell(b"\x22"))


@pytest.mark.parametrize("version", WALLET_CLASSES)
@pytest.mark.parametrize("indexed", [False, True], ids=["plain", "indexed"])
@pytest.mark.parametrize("summed", [False, True], ids=["bare", "summed"])
def test_state_inits_hash_as_the_libraries_hash_them(
    version: str, *, indexed: bool, summed: bool
) -> None:
    expected = state_init(version)

    bytes_ = expected.to_boc(has_idx=indexed, hash_crc32=summed)

    assert read_boc(bytes_).root.hash == expected.hash
    if version != "v5beta":  # tonsdk knows no exotic cells
        assert bytes(TonsdkCell.one_from_boc(bytes_).bytes_hash()) == expected.hash


Tree = tuple[str, list[Any]]

TREES: st.SearchStrategy[Tree] = st.recursive(
    st.tuples(st.text("01", max_size=40), st.just([])),
    lambda below: st.tuples(
        st.one_of(st.text("01", max_size=40), st.text("01", min_size=1016, max_size=1023)),
        st.lists(below, max_size=4),
    ),
    max_leaves=20,
)


def _by_pytoniq(tree: Tree) -> Cell:
    bits, children = tree
    return cell_of(bits, *map(_by_pytoniq, children))


def _by_tonsdk(tree: Tree) -> TonsdkCell:
    bits, children = tree
    builder = TonsdkBuilder()
    for bit in bits:
        builder.store_bit(int(bit))
    for child in children:
        builder.store_ref(_by_tonsdk(child))
    return builder.end_cell()


@given(tree=TREES, indexed=st.booleans(), summed=st.booleans())
@settings(deadline=None, max_examples=50)
def test_any_tree_hashes_as_pytoniq_hashes_it(tree: Tree, *, indexed: bool, summed: bool) -> None:
    theirs = _by_pytoniq(tree)

    ours = read_boc(theirs.to_boc(has_idx=indexed, hash_crc32=summed))

    assert ours.root.hash == theirs.hash
    assert ours.root.bits == tree[0]


@given(tree=TREES)
@settings(deadline=None, max_examples=30)
def test_any_tree_hashes_as_tonsdk_hashes_it(tree: Tree) -> None:
    theirs = _by_tonsdk(tree)

    assert read_boc(bytes(theirs.to_boc())).root.hash == bytes(theirs.bytes_hash())


@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("offset", [1, 2, 8])
def test_numbers_have_the_sizes_that_the_header_names(size: int, offset: int) -> None:
    expected = cell_of(f"{0x11:08b}", cell_of(f"{0x22:08b}"), cell_of(""))

    raw = bag(cell(b"\x11", [1, 2]), cell(b"\x22"), cell(), size=size, offset=offset)

    assert read_boc(raw).root.hash == expected.hash


def test_a_library_reference_hashes_as_an_exotic_cell_without_level() -> None:
    ours = read_boc(bag(cell(LIBRARY, d1=8))).root

    assert ours.exotic
    assert ours.hash == PytoniqCell.one_from_boc(bag(cell(LIBRARY, d1=8))).hash


@pytest.mark.parametrize("root", [0, 1])
def test_the_root_is_the_cell_that_the_header_names(root: int) -> None:
    found = read_boc(bag(cell(b"\x11"), cell(b"\x22"), root=root)).root

    assert found.bits == ("00010001", "00100010")[root]


def test_repeated_and_unreachable_cells_are_merely_wasteful() -> None:
    wasteful = bag(cell(b"\x11", [1, 2]), cell(b"\x22"), cell(b"\x22"), cell(b"\x33"))
    thrifty = bag(cell(b"\x11", [1, 1]), cell(b"\x22"))

    assert read_boc(wasteful).root.hash == read_boc(thrifty).root.hash


@pytest.mark.parametrize(
    ("d2", "data", "bits"),
    [
        pytest.param(0, b"", "", id="none"),
        pytest.param(1, b"\xc0", "1", id="one"),
        pytest.param(1, b"\x41", "0100000", id="seven"),
        pytest.param(2, b"\x00", "00000000", id="a whole byte"),
        pytest.param(3, b"\x00\x40", "000000000", id="nine zeros"),
    ],
)
def test_the_padding_is_no_data(d2: int, data: bytes, bits: str) -> None:
    assert read_boc(bag(cell(data, d2=d2))).root.bits == bits


@pytest.mark.parametrize(
    ("at", "width", "value"),
    [
        pytest.param(0, 8, 0xA5, id="the first byte"),
        pytest.param(4, 8, 0x5C, id="across bytes"),
        pytest.param(15, 1, 1, id="the last bit"),
    ],
)
def test_a_field_is_read_from_any_bit(at: int, width: int, value: int) -> None:
    assert read_boc(bag(cell(b"\xa5\xc3"))).root.field(at, width) == value


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(bag(cell(b"\xa5\xc3")), id="one bit too short"),
        pytest.param(bag(cell(LIBRARY, d1=8)), id="a library reference"),
    ],
)
def test_a_cell_without_the_field_is_malformed(raw: bytes) -> None:
    with pytest.raises(BocError):
        read_boc(raw).root.field(0, 17)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(WHOLE[:5], id="the magic alone"),
        pytest.param(WHOLE[:6], id="no numbers"),
        pytest.param(WHOLE[:8], id="numbers cut short"),
        pytest.param(WHOLE[:-1], id="cut short"),
        pytest.param(WHOLE + b"\0", id="a byte too many"),
        pytest.param(bag(cell(), magic=bytes.fromhex("68ff65f3")), id="an old magic"),
        pytest.param(bag(cell(), flags=0x08), id="an unknown flag"),
        pytest.param(bag(cell(), flags=0x10), id="another unknown flag"),
        pytest.param(bag(cell(), flags=CACHED), id="cache bits without an index"),
        pytest.param(bag(cell(), size=5), id="numbers of five bytes"),
        pytest.param(bytes.fromhex("b5ee9c72") + bytes(40), id="numbers of no bytes"),
        pytest.param(bag(cell(), offset=9), id="offsets of nine bytes"),
        pytest.param(bytes.fromhex("b5ee9c72 01 00 010100 00"), id="offsets of no bytes"),
        pytest.param(bag(cell(), count=0), id="no cells"),
        pytest.param(bag(cell(), count=2), id="fewer cells than said"),
        pytest.param(bag(cell(), cell(), count=1), id="more cells than said"),
        pytest.param(bag(cell(), roots=0), id="no root"),
        pytest.param(bag(cell(), cell(), roots=2), id="two roots"),
        pytest.param(bag(cell(), absent=1), id="an absent cell"),
        pytest.param(bag(cell(), root=1), id="a root that is not there"),
        pytest.param(bag(cell(), flags=INDEXED), id="no room for the index"),
        pytest.param(bag(cell(), flags=SUMMED, tail=b"\0\0\0"), id="no room for the checksum"),
        pytest.param(bag(cell(), flags=SUMMED, tail=bytes(5)), id="more than a checksum"),
        pytest.param(bag((b"\0", [])), id="half a descriptor"),
        pytest.param(bag(cell(), (b"\0", [])), id="half of the next descriptor"),
        pytest.param(bag(cell(d2=2)), id="less data than said"),
        pytest.param(bag(cell(d1=1), cell()), id="fewer references than said"),
        pytest.param(bag(cell(d1=1)), id="no references where said"),
        pytest.param(bag(cell(refs=[0])), id="a cell that refers to itself"),
        pytest.param(bag(cell(refs=[1]), cell(refs=[0])), id="a reference back"),
        pytest.param(bag(cell(refs=[1, 0]), cell()), id="a second reference back"),
        pytest.param(bag(cell(refs=[2]), cell()), id="a reference to nowhere"),
        pytest.param(bag(cell(refs=[1, 2]), cell()), id="a second reference to nowhere"),
        pytest.param(bag(cell(refs=[1] * 5), cell()), id="five references"),
        pytest.param(bag(cell(refs=[1] * 7, d1=0x10), cell()), id="an absent cell's marks"),
        pytest.param(bag(cell(bytes(34), d1=0x10, d2=0)), id="stored hashes"),
        pytest.param(bag(cell(d1=0x20)), id="a level"),
        pytest.param(bag(cell(b"\x01" + LIBRARY[1:], d1=8)), id="a pruned branch"),
        pytest.param(bag(cell(b"\x03" + bytes(34), [1], d1=8), cell()), id="a Merkle proof"),
        pytest.param(bag(cell(LIBRARY, [1], d1=8), cell()), id="a library that refers on"),
        pytest.param(bag(cell(LIBRARY + b"\0", d1=8)), id="a library too long"),
        pytest.param(bag(cell(LIBRARY[:-1], d1=8)), id="a library too short"),
        pytest.param(bag(cell(b"", d1=8)), id="an exotic cell without type"),
        pytest.param(bag(cell(b"\x00", d2=1)), id="padding without its mark"),
        pytest.param(bag(cell(b"\x80", d2=1)), id="padding of a whole byte"),
        pytest.param(bag(*[cell()] * (MAX_CELLS + 1), size=2), id="too many cells"),
        pytest.param(bag(*FULL, cell(bytes(20))), id="too many bytes"),
        pytest.param(chain(MAX_DEPTH + 2), id="too deep"),
    ],
)
@pytest.mark.timeout(10)
def test_anything_else_is_malformed(raw: bytes) -> None:
    with pytest.raises(BocError) as caught:
        read_boc(raw)

    assert caught.value.reason is Reason.STATE_INIT_MALFORMED


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(bag(*[cell()] * MAX_CELLS, size=2), id="cells"),
        pytest.param(chain(MAX_DEPTH + 1), id="depth"),
        pytest.param(bag(*FULL, cell(bytes(19))), id="bytes"),
    ],
)
def test_the_caps_themselves_are_within_bounds(raw: bytes) -> None:
    assert len(raw) <= MAX_BYTES
    assert len(read_boc(raw).root.hash) == 32


@pytest.mark.timeout(10)
@pytest.mark.parametrize("cells", [20, 40, MAX_DEPTH + 1])
def test_a_cell_bomb_costs_what_its_bytes_cost(cells: int) -> None:
    assert len(read_boc(bomb(cells)).cells) == cells


@pytest.mark.timeout(10)
def test_a_bomb_of_130_bytes_hashes_right() -> None:
    expected = cell_of("")
    for _ in range(19):
        expected = cell_of("", *[expected] * 4)

    small = bomb(20)

    assert len(small) <= 130
    assert read_boc(small).root.hash == expected.hash


REFS = st.lists(st.integers(1, 6), max_size=4)
# Cells as they should be, and any bytes in their place.
CELLS = st.one_of(
    st.builds(cell, st.binary(max_size=12), REFS), st.tuples(st.binary(max_size=40), REFS)
)


@given(raw=st.one_of(st.binary(), st.binary().map(bytes.fromhex("b5ee9c72").__add__)))
@settings(deadline=None, max_examples=500)
def test_arbitrary_bytes_are_read_or_malformed(raw: bytes) -> None:
    _read_or_malformed(raw)


@given(
    cells=st.lists(CELLS, min_size=1, max_size=6),
    flags=st.sampled_from([0, INDEXED, SUMMED, INDEXED | CACHED]),
    root=st.integers(0, 3),
    tail=st.binary(max_size=30),
)
@settings(deadline=None, max_examples=150)
def test_bags_put_together_at_random_are_read_or_malformed(
    cells: list[RawCell], flags: int, root: int, tail: bytes
) -> None:
    _read_or_malformed(bag(*cells, flags=flags, root=root, tail=tail))


def _read_or_malformed(raw: bytes) -> None:
    try:
        found = read_boc(raw)
    except BocError:
        return
    assert all(len(cell_.hash) == 32 and len(cell_.bits) <= 1023 for cell_ in found.cells)
