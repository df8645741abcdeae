"""Reading the partner's answers exactly, off the event loop where they are long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from core.income.row import IncomeRow, mined_day
from core.partner import Answer, Income

LONG = 32_768
"""Bytes that take some milliseconds to read."""
ZERO = Decimal(0)

T = TypeVar("T")
R = TypeVar("R")


async def exactly(answer: Answer[T], read: Callable[[T], R]) -> R:
    """Return what *read* makes of an answer's value."""
    if len(answer.body) < LONG:
        return read(answer.value)
    return await asyncio.to_thread(lambda: read(answer.value))


def rows_of(incomes: Iterable[Income]) -> list[IncomeRow]:
    """Return incomes in our own words, small enough to keep thousands of them."""
    return [
        IncomeRow(
            day=mined_day(income.created_at),
            credited_at=income.created_at,
            miner=income.miner_id,
            value=income.value,
            electricity=income.electricity,
            service=income.service,
            service_3=income.service_3 or ZERO,
            service_4=income.service_4 or ZERO,
        )
        for income in incomes
    ]
