"""The state init: what an account starts from, and what its address is the hash of.

Source: TON, crypto/block/block.tlb:
`_ split_depth:(Maybe (## 5)) special:(Maybe TickTock) code:(Maybe ^Cell) data:(Maybe ^Cell)
library:(HashmapE 256 SimpleLib) = StateInit`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from core.ton_proof.boc import BocError, Cell, read_boc

_FIELDS = re.compile(r"(?:0|1[01]{5})(?:0|1[01]{2})([01])([01])([01])")


class StateInit(NamedTuple):
    """The code and the first data of an account, and the hash that is its address."""

    hash: bytes
    code: Cell
    data: Cell


def read_state_init(raw: bytes) -> StateInit:
    """Return the state init in a bag of cells, which must hold exactly that.

    One without code or data is nobody's wallet and raises `BocError`, as any fault does.
    """
    bag = read_boc(raw)
    fields = _FIELDS.fullmatch(bag.root.bits)
    if fields is None:
        raise BocError("the root is not a state init")
    code, data, library = fields.groups()
    if (code, data) != ("1", "1") or len(bag.root.refs) != 2 + int(library):
        raise BocError("the state init lacks code or data, or refers to more than it has")
    code_at, data_at = bag.root.refs[:2]
    return StateInit(bag.root.hash, bag.cells[code_at], bag.cells[data_at])
