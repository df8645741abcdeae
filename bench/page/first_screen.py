"""Home, opened cold: what comes over the line, when it is seen, and whether it stays put."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser

from bench.page.owner import Owner
from bench.page.phone import Phone, a_phone

LOADS = 5
STILL_MS = 2_000
AHEAD_MS = 4_000
"""By then the screens not yet seen have been fetched as well."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening: milliseconds, and bytes as they came over the line until the figures stood."""

    first_content: float
    figures: float
    shift: float
    longest: float
    longest_before: float
    own_bytes: int
    data_bytes: int


async def openings(browser: Browser, owner: Owner) -> list[Opening]:
    """Open the Mini App cold several times on the slow phone."""
    found = []
    for _ in range(LOADS):
        async with a_phone(browser) as phone:
            found.append(await _opened(phone, owner))
    return found


async def _opened(phone: Phone, owner: Owner) -> Opening:
    await phone.slow_cpu()
    await phone.slow_line()
    sizes = _sizes(phone)
    await phone.page.goto(owner.launch_url())
    figures = await phone.page.evaluate("bench.figures")
    own = sum(size for path, size in sizes.items() if not path.startswith("/api/"))
    data = sum(sizes.values()) - own
    await phone.page.wait_for_timeout(AHEAD_MS)
    seen: dict[str, Any] = await phone.page.evaluate(
        "({...bench, loaded: performance.getEntriesByType('navigation')[0].loadEventEnd})"
    )
    still = figures + STILL_MS
    before = [task["duration"] for task in seen["tasks"] if task["startTime"] < seen["loaded"]]
    after = [task["duration"] for task in seen["tasks"] if task["startTime"] >= seen["loaded"]]
    return Opening(
        first_content=seen["firstContent"],
        figures=figures,
        shift=sum(each["value"] for each in seen["shifts"] if each["startTime"] <= still),
        longest=max(after, default=0.0),
        longest_before=max(before, default=0.0),
        own_bytes=own,
        data_bytes=data,
    )


def _sizes(phone: Phone) -> dict[str, int]:
    """Return the bytes of each path, which grow as answers arrive; pictures are the user's own."""
    paths: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def asked(event: dict[str, Any]) -> None:
        if event["type"] != "Image":
            paths[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def arrived(event: dict[str, Any]) -> None:
        if path := paths.get(event["requestId"]):
            sizes[path] = sizes.get(path, 0) + int(event["encodedDataLength"])

    phone.line.on("Network.requestWillBeSent", asked)
    phone.line.on("Network.loadingFinished", arrived)
    return sizes
