"""Reading a list of the partner's to its end, page by page.

The partner gives no count and does not say how long a page it grants: it may cut any page short,
and its own web app shows 20 rows. So the first page's length is the stride, and a later page that
is shorter is the last. A first page shorter than asked could be either, so one more is asked for,
unless it is shorter than any cap would make it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Generic, NamedTuple, TypeVar

from core.partner import Page

LONGEST = 999
"""Rows in the longest page that may be asked for."""
LEAST_CAP = 20
"""A partner that cuts pages leaves at least so many rows: its own web app lives on them."""
AT_ONCE = 4
"""Pages asked for side by side, once the stride has proved to be one."""

T = TypeVar("T")


class Leaf(NamedTuple, Generic[T]):
    """A page that was read, and whether the list ends with it."""

    rows: list[T]
    is_last: bool


async def leaves(
    ask: Callable[[Page], Awaitable[list[T]]], *, limit: int = LONGEST, offset: int = 0, most: int
) -> AsyncGenerator[Leaf[T], None]:
    """Yield what follows the first *offset* rows, in order, to the list's end or *most* rows.

    Rows repeat where the list grew at its beginning meanwhile. When a page fails, those before it
    are yielded first.
    """
    first = await ask(Page(limit, offset))
    stride = read = len(first)
    yield Leaf(first, is_last=stride < min(LEAST_CAP, limit))
    if stride < min(LEAST_CAP, limit):
        return
    width = 2 if stride == limit else 1
    while read < most:
        starts = range(offset + read, offset + min(most, read + width * stride), stride)
        asked = (ask(Page(stride, start)) for start in starts)
        for page in await asyncio.gather(*asked, return_exceptions=True):
            if isinstance(page, BaseException):
                raise page
            yield Leaf(page, is_last=len(page) < stride)
            if len(page) < stride:
                return
            read += stride
        width = min(2 * width, AT_ONCE)
