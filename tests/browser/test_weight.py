"""What the first screen costs a phone on a slow line; TON Connect comes only when signing in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DIST = Path(__file__).parents[2] / "static" / "dist"
MOST_BYTES = 60_000


def test_the_first_screen_is_light_and_every_asset_is_compressed_ahead() -> None:
    index = DIST / "index.html"
    if not index.exists():
        pytest.skip("the page is not built: make static/dist/index.html")
    page = index.read_text(encoding="utf-8")

    named = re.findall(r'(?:src|href)="/(assets/[^"]+)"', page)

    assert len(named) >= 2
    assert sum((DIST / f"{name}.br").stat().st_size for name in named) <= MOST_BYTES
    assert not any("connect" in name for name in named)
    for asset in (DIST / "assets").glob("*.js"):
        assert asset.with_name(f"{asset.name}.br").exists()
        assert asset.with_name(f"{asset.name}.gz").exists()
        assert re.fullmatch(r".+-[\w-]{8}\.js", asset.name), "its name holds its hash"
