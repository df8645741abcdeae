"""The stage's clock: it runs, and it goes on to the next morning when told to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from sandbox.clock import CLOCK, FURTHEST, MORNING, Clock, ClockRoutes

JSON = {"Content-Type": "application/json"}


def test_it_is_everybodys_time_until_it_is_moved() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_each_morning_is_the_one_after() -> None:
    clock = Clock()
    before = clock.now()

    first, second = clock.move_to_morning(), clock.move_to_morning()

    assert timedelta(0) < first - before <= timedelta(days=1, minutes=1)
    assert first.timetz().replace(second=0, microsecond=0) == MORNING
    assert timedelta(hours=23, minutes=59) < second - first < timedelta(days=1, minutes=1)
    assert clock.epoch() == pytest.approx(clock.now().timestamp(), abs=60)


def test_there_is_a_last_morning() -> None:
    clock = Clock(ahead=FURTHEST)

    with pytest.raises(ValueError, match="so far ahead"):
        clock.move_to_morning()
    assert clock.ahead == FURTHEST


async def test_the_page_moves_it_and_no_other_sites_form_can() -> None:
    clock, app = Clock(), web.Application()
    ClockRoutes(clock).add_to(app)
    async with TestClient(TestServer(app)) as http:
        assert (await http.post(CLOCK, data={"by": "form"})).status == 415
        assert clock.ahead == timedelta(0)

        moved = await (await http.post(CLOCK, headers=JSON)).json()

        assert datetime.fromisoformat(moved["now"]) > datetime.now(UTC)
        told = await (await http.get(CLOCK)).json()
        assert told["now"][:16] == moved["now"][:16]
        clock.ahead = FURTHEST
        assert (await http.post(CLOCK, headers=JSON)).status == 409
