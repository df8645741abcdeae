"""Reading a list whose length nobody tells, through pages that may be cut."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.books.paging import AT_ONCE, LEAST_CAP, LONGEST, leaves
from core.errors import PartnerBrokenError
from core.partner import Page


class Listed:
    """A list of numbers behind pages of at most `cap`."""

    def __init__(self, length: int, cap: int = LONGEST, broken_at: int | None = None) -> None:
        self.rows = list(range(length))
        self.cap = cap
        self.broken_at = broken_at
        self.asked: list[Page] = []
        self.at_once = self.most_at_once = 0

    async def page(self, page: Page) -> list[int]:
        self.asked.append(page)
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        assert page.limit is not None
        assert page.offset is not None
        if page.offset == self.broken_at:
            raise PartnerBrokenError("broken")
        return self.rows[page.offset : page.offset + min(page.limit, self.cap)]


async def read(listed: Listed, *, limit: int = LONGEST, offset: int = 0, most: int = 10_000) -> int:
    """Return how many rows were read; they are as listed."""
    found: list[int] = []
    is_last = False
    async for leaf in leaves(listed.page, limit=limit, offset=offset, most=most):
        assert not is_last
        found += leaf.rows
        is_last = leaf.is_last
    assert found == listed.rows[offset : offset + len(found)]
    assert is_last == (offset + len(found) >= len(listed.rows) and len(found) < most)
    return len(found)


@pytest.mark.parametrize("length", [0, 1, 7, LEAST_CAP - 1])
async def test_a_small_account_costs_one_request(length: int) -> None:
    listed = Listed(length)

    assert await read(listed) == length
    assert len(listed.asked) == 1


@pytest.mark.parametrize("length", [LEAST_CAP, 57, 998])
async def test_a_page_that_may_have_been_cut_costs_one_request_more(length: int) -> None:
    listed = Listed(length)

    assert await read(listed) == length
    assert len(listed.asked) == 2


@pytest.mark.parametrize("length", [19, 20, 21, 39, 40, 41, 399, 400, 401])
async def test_a_partner_that_cuts_pages_at_twenty_is_read_to_the_end(length: int) -> None:
    listed = Listed(length, cap=20)

    assert await read(listed) == length
    assert len(listed.asked) <= length // 20 + 1 + AT_ONCE


@settings(deadline=None)  # two slow cores
@given(
    length=st.integers(0, 3_000),
    cap=st.integers(LEAST_CAP, LONGEST),
    offset=st.integers(0, 500),
    limit=st.sampled_from([100, LONGEST]),
)
def test_whatever_the_cap_nothing_is_missed(length: int, cap: int, offset: int, limit: int) -> None:
    listed = Listed(length, cap)

    found = asyncio.run(read(listed, limit=limit, offset=offset))

    assert found == max(0, length - offset)


async def test_pages_are_asked_for_a_few_at_a_time_once_the_stride_is_known() -> None:
    listed = Listed(2_000, cap=20)

    await read(listed)

    assert listed.most_at_once == AT_ONCE
    assert [page.limit for page in listed.asked] == [LONGEST] + [20] * (len(listed.asked) - 1)


async def test_no_more_is_read_than_asked_for() -> None:
    listed = Listed(5_000, cap=100)

    assert await read(listed, most=1_000) == 1_000
    assert len(listed.asked) == 10


async def test_the_pages_before_a_failure_are_still_given() -> None:
    listed = Listed(1_000, cap=20, broken_at=100)
    turning = leaves(listed.page, most=10_000)

    found = [row for _ in range(5) for row in (await anext(turning)).rows]
    with pytest.raises(PartnerBrokenError):
        await anext(turning)

    assert found == listed.rows[:100]
