"""The orders miners can be listed in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from core.miners.ledger import Ledger
from core.partner import Miner

DIGITS = re.compile("([0-9]{1,18})")
"""Numbers in a name; longer ones are compared in pieces."""


class MinerSort(StrEnum):
    """By what: the most, the oldest or, of W/TH, the least first; names from A to Z."""

    NET = "net"
    POWER = "power"
    EFFICIENCY = "efficiency"
    INCOME = "income"
    AGE = "age"
    NAME = "name"


def in_order(miners: Iterable[Miner], sort: MinerSort, ledger: Ledger) -> list[Miner]:
    """Return *miners* sorted; ties by id, and those whose figure cannot be had at the end."""
    by_id = sorted(miners, key=lambda miner: miner.id)
    match sort:
        case MinerSort.NET:
            return sorted(by_id, key=lambda miner: _most(ledger.net_usd(miner)))
        case MinerSort.POWER:
            return sorted(by_id, key=lambda miner: _most(miner.power))
        case MinerSort.EFFICIENCY:
            return sorted(by_id, key=lambda miner: miner.efficiency)
        case MinerSort.INCOME:
            return sorted(by_id, key=lambda miner: _most(ledger.earned.get(miner.id)))
        case MinerSort.AGE:
            return sorted(by_id, key=lambda miner: miner.created_at)
        case MinerSort.NAME:
            return sorted(by_id, key=lambda miner: natural(miner.name))


def natural(name: str) -> tuple[str | int, ...]:
    """Return what sorts "Miner #9" before "miner #10": text and numbers in turn."""
    pieces = DIGITS.split(name.casefold())
    return tuple(int(piece) if at % 2 else piece for at, piece in enumerate(pieces))


def _most(figure: Decimal | None) -> tuple[bool, Decimal]:
    return (True, Decimal(0)) if figure is None else (False, -figure)
