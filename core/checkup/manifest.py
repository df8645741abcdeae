"""The TON Connect manifest, as a wallet reads it: from outside, by its public address.

Source: docs.ton.org, TON Connect, "Creating a manifest": JSON, and a PNG of 180 by 180 pixels.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from core.checkup.finding import Finding, fine, wrong
from core.checkup.web import Fetched, fetched
from core.errors import AppError
from core.partner.transport import Http, Reply
from core.settings import Settings

MANIFEST, ICON = "manifest", "icon"
PNG = b"\x89PNG\r\n\x1a\n"
SMALLEST, LARGEST = 90, 1024
"""Pixels a side: less looks coarse in a wallet, more loads slowly on a phone."""
FRONT = "see that PUBLIC_URL leads to `python -m webapp`, also from the internet"


@dataclass(frozen=True, slots=True)
class Read:
    """What is at the manifest's address, and at the icon's that it names, if it names one."""

    manifest: Fetched
    icon: Fetched | None = None


async def probe(settings: Settings, http: Http) -> list[Finding]:
    """Read the manifest and its icon by way of PUBLIC_URL."""
    return judged(await _read(settings, http), settings)


async def _read(settings: Settings, http: Http) -> Read:
    page = await fetched(http, settings.manifest_url)
    icon = str(_said(page).get("iconUrl", ""))
    if urlsplit(icon).scheme not in {"http", "https"}:
        return Read(page)
    return Read(page, await fetched(http, icon))


def judged(read: Read, settings: Settings) -> list[Finding]:
    """Return what a wallet would make of it."""
    if isinstance(read.manifest, AppError):
        return [wrong(MANIFEST, f"PUBLIC_URL cannot be reached: {read.manifest}", FRONT)]
    if read.manifest.status != HTTPStatus.OK:
        said = f"PUBLIC_URL answers with status {read.manifest.status}"
        return [wrong(MANIFEST, said, FRONT)]
    manifest = _said(read.manifest)
    if not manifest:
        return [wrong(MANIFEST, "what stands at its address is no manifest", FRONT)]
    return [_manifest(manifest, settings), _icon(read.icon)]


def _said(page: Fetched) -> dict[str, Any]:
    if isinstance(page, AppError) or page.status != HTTPStatus.OK:
        return {}
    try:
        said = json.loads(page.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _manifest(manifest: dict[str, Any], settings: Settings) -> Finding:
    urls = {name: urlsplit(str(manifest.get(name, ""))) for name in ("url", "iconUrl")}
    host, public = urls["url"].hostname or "nobody", urlsplit(settings.public_url)
    if host != settings.domain:
        return wrong(
            MANIFEST,
            f"it speaks for {host}, and wallets sign for {settings.domain}",
            "give every web process the same PUBLIC_URL, and restart them",
        )
    insecure = [name for name, url in urls.items() if url.scheme != "https"]
    if insecure and public.scheme == "https":
        said = f"its {insecure[0]} is not https: wallets refuse it"
        return wrong(MANIFEST, said, "set PUBLIC_URL to the https address, and restart")
    where = "https" if public.scheme == "https" else "http, for this machine alone"
    return fine(MANIFEST, f"it speaks for {host}, by {where}")


def _icon(page: Fetched | None) -> Finding:
    todo = "see that PUBLIC_URL/icon.png opens in a browser; the page's build brings it"
    if page is None:
        return wrong(ICON, "the manifest names none", todo)
    if isinstance(page, AppError):
        return wrong(ICON, f"it cannot be reached: {page}", todo)
    if page.status != HTTPStatus.OK:
        return wrong(ICON, f"it answers with status {page.status}", todo)
    return _picture(page, todo)


def _picture(page: Reply, todo: str) -> Finding:
    # A PNG's first chunk is IHDR: length, name, width, height (PNG specification, section 11.2.1).
    if not page.body.startswith(PNG) or page.body[12:16] != b"IHDR":
        return wrong(ICON, "it is no PNG: many wallets show nothing else", todo)
    width, height = (int.from_bytes(page.body[at : at + 4]) for at in (16, 20))
    size = f"{width} by {height} pixels"
    if width != height or not SMALLEST <= width <= LARGEST:
        return wrong(ICON, f"a PNG of {size}: wallets want a square of 180", todo)
    return fine(ICON, f"a PNG of {size}")
