"""Our clock jumps an hour, either way: times are judged anew, and nobody is stuck."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.partner import PartnerOptions
from tests.chaos.test_partner import READ
from tests.house import Visitor, running_house
from tests.init_data import init_data

HOUR = timedelta(hours=1)


class Clock:
    """The machine's time, and how far it has jumped."""

    def __init__(self) -> None:
        self.jumped = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.jumped


async def read(visitor: Visitor) -> int:
    """Return the status of a read, with the Mini App opened anew where the session is over."""
    answer = await visitor.get(READ)
    if answer.status == 401 and answer.code == "session_invalid":
        await visitor.open()
        answer = await visitor.get(READ)
    return answer.status


@pytest.mark.parametrize("jumps", [[HOUR, -HOUR], [-HOUR, HOUR], [HOUR, HOUR], [-HOUR, -HOUR]])
async def test_whoever_was_signed_in_reads_on(tmp_path: Path, jumps: list[timedelta]) -> None:
    clock = Clock()
    async with running_house(tmp_path, PartnerOptions(token_ttl=900), now=clock.now) as house:
        anna = house.visitor()
        await anna.sign_in()
        for jump in jumps:
            clock.jumped += jump
            assert await read(anna) == 200
        assert await house.seen("c2s/auth/check-proof") == 1, "nobody signs in again for it"
        assert await house.seen("c2s/auth/refresh") <= len(jumps), "a wrong clock burns tokens"


async def test_who_comes_while_our_clock_is_behind_is_served_once_it_is_right(
    tmp_path: Path,
) -> None:
    clock = Clock()
    async with running_house(tmp_path, now=clock.now) as house:
        anna = house.visitor()
        clock.jumped = -HOUR
        sealed = {"Authorization": f"tma {init_data(time.time())}"}
        refused = await anna.ask("POST", "/api/session", headers=sealed)
        assert refused.code == "init_data_invalid"

        clock.jumped = timedelta()

        assert (await anna.sign_in()).status == 200
        assert await read(anna) == 200
