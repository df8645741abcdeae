"""The state init is read exactly as its scheme has it."""

from __future__ import annotations

import pytest

from core.ton_proof.boc import BocError
from core.ton_proof.state_init import read_state_init
from tests.core.ton_proof.bags import LIBRARY, RawCell, bag, cell
from tests.proofs import WALLET_CLASSES, state_init

CODE, DATA = cell(b"\xc0\xde"), cell(b"\xda\x7a")


def padded(bits: str, refs: int) -> RawCell:
    """Return a cell of *bits* that refers to the next *refs* cells."""
    marked = bits + "1"
    data = int(marked.ljust(-len(marked) % 8 + len(marked), "0"), 2).to_bytes(
        (len(marked) + 7) // 8, "big"
    )
    return cell(data, range(1, refs + 1), d2=2 * len(data) - 1)


@pytest.mark.parametrize(
    ("bits", "refs"),
    [
        pytest.param("00110", 2, id="code and data"),
        pytest.param("1101010110", 2, id="split depth"),
        pytest.param("0101110", 2, id="tick and tock"),
        pytest.param("110101110110", 2, id="both"),
        pytest.param("00111", 3, id="library"),
    ],
)
def test_every_form_of_the_scheme_is_read(bits: str, refs: int) -> None:
    found = read_state_init(bag(padded(bits, refs), CODE, DATA, cell()))

    assert (found.code.head, found.data.head) == (CODE[0], DATA[0])


@pytest.mark.parametrize("version", WALLET_CLASSES)
def test_the_parts_of_every_wallet_are_found(version: str) -> None:
    expected = state_init(version)

    found = read_state_init(expected.to_boc())

    assert [found.hash, found.code.hash, found.data.hash] == [
        expected.hash,
        *[ref.hash for ref in expected.refs],
    ]


@pytest.mark.parametrize(
    ("bits", "refs"),
    [
        pytest.param("0011", 2, id="a bit short"),
        pytest.param("001100", 2, id="a bit too many"),
        pytest.param("10110", 2, id="a split depth cut short"),
        pytest.param("01110", 2, id="a tick cut short"),
        pytest.param("00010", 1, id="no code"),
        pytest.param("00100", 1, id="no data"),
        pytest.param("00000", 0, id="neither"),
        pytest.param("00110", 1, id="a reference short"),
        pytest.param("00110", 3, id="a reference too many"),
        pytest.param("00111", 2, id="no library where said"),
        pytest.param("00010", 2, id="a reference for the code that is not there"),
        pytest.param("", 2, id="empty"),
    ],
)
def test_anything_else_is_malformed(bits: str, refs: int) -> None:
    with pytest.raises(BocError):
        read_state_init(bag(padded(bits, refs), CODE, DATA, cell()))


def test_a_library_reference_is_no_state_init() -> None:
    with pytest.raises(BocError):
        read_state_init(bag(cell(LIBRARY, d1=8)))
