"""The page's figures, each beside its target; several runs, their median and their worst."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from statistics import median

from playwright.async_api import Browser

from bench.page import first_screen, movement
from bench.page.first_screen import Opening
from bench.page.owner import Owner
from bench.page.phone import Motion, a_browser
from bench.record import heading, show
from sandbox.partner import PartnerOptions
from sandbox.stage import running_stage

RUNS = 3
FEW, MANY = 7, 999
"""Miners; a few have brought more incomes than are read, 10,000."""


def run() -> None:
    """Print how the page fares on a CPU slowed 4 times and a line of 1.6 Mbit/s, 150 ms."""
    asyncio.run(_run())


async def _run() -> None:
    heading("The page on a phone: CPU slowed 4 times, 1.6 Mbit/s, 150 ms")
    async with a_browser() as browser:
        async with running_stage(options=PartnerOptions(miners=FEW), logged=True) as stage:
            owner = Owner(stage)
            await owner.sign_in()
            _print_openings(await first_screen.openings(browser, owner))
            await _print_charts(browser, owner)
        async with running_stage(options=PartnerOptions(miners=MANY), logged=True) as stage:
            owner = Owner(stage)
            await owner.sign_in()
            await _print_lists(browser, owner)


def _print_openings(found: Sequence[Opening]) -> None:
    def milliseconds(name: str) -> str:
        return _middle_and_worst([getattr(each, name) for each in found], "ms")

    one = found[0]
    show("first content", milliseconds("first_content"), "target <= 1500 ms")
    show("Home's figures", milliseconds("figures"))
    shifts = [each.shift for each in found]
    show("layout shift", f"{median(shifts):.4f}, worst {max(shifts):.4f}", "target < 0.02")
    show("longest task after load", milliseconds("longest"), "target <= 200 ms")
    show("  the longest before", milliseconds("longest_before"))
    show("first screen over the line", f"{one.own_bytes / 1000:.1f} kB", "target <= 60 kB")
    show("  its figures besides", f"{one.data_bytes / 1000:.1f} kB")


async def _print_charts(browser: Browser, owner: Owner) -> None:
    empty = [await movement.nothing(browser, owner) for _ in range(RUNS)]
    show("finger on an empty page, frames a second", _rates(empty))
    for screen in ("home", "earnings"):
        found = [await movement.chart(browser, owner, screen) for _ in range(RUNS)]
        show(f"finger on 10,000 incomes, {screen}", _rates(found), "target >= 50")
        _print_rest(found, empty)


async def _print_lists(browser: Browser, owner: Owner) -> None:
    plain = [await movement.plain_list(browser, owner) for _ in range(RUNS)]
    show(f"{MANY} plain paragraphs flicked through", _rates(plain))
    pairs = [await movement.lists(browser, owner) for _ in range(RUNS)]
    for at, what in enumerate(("the last ones arriving", "flicked through")):
        found = [pair[at] for pair in pairs]
        show(f"{MANY} miners, {what}", _rates(found))
        _print_rest(found, plain)


def _print_rest(found: Sequence[Motion], base: Sequence[Motion]) -> None:
    show("  of the bare page's", f"{_rate(found) / _rate(base):.2f}")
    in_time = [100 * each.in_time for each in found]
    show("  frames in time", f"{median(in_time):.0f} %, worst {min(in_time):.0f} %")
    show("  longest task", _middle_and_worst([each.longest for each in found], "ms"))


def _rate(found: Iterable[Motion]) -> float:
    return median(each.rate for each in found)


def _rates(found: Sequence[Motion]) -> str:
    return f"{_rate(found):.1f}, worst {min(each.rate for each in found):.1f}"


def _middle_and_worst(values: Sequence[float], unit: str) -> str:
    return f"{median(values):.0f} {unit}, worst {max(values):.0f}"
