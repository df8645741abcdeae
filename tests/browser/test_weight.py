"""What the first screen costs a phone on a slow line; TON Connect comes only when signing in."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

DIST = Path(__file__).parents[2] / "static" / "dist"
ASSETS = DIST / "assets"
LANGUAGES = Path(__file__).parents[2] / "static" / "src" / "words"
MOST_BYTES = 60_000
NAMED = re.compile(r'(?:src|href)="/assets/([^"]+\.(?:js|css))"')
IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')
"""Static imports; one by `import()` has a bracket before its name."""


@pytest.fixture(scope="module")
def index() -> str:
    page = DIST / "index.html"
    if not page.exists():
        pytest.skip("the page is not built: make static/dist/index.html")
    return page.read_text(encoding="utf-8")


def first_screen(index: str) -> set[str]:
    """Return the scripts and styles that Home waits for: named in the page, or imported by such."""
    found: set[str] = set()
    new = set(NAMED.findall(index))
    while new:
        found |= new
        scripts = [ASSETS / name for name in new if name.endswith(".js")]
        imported = [IMPORTED.findall(file.read_text(encoding="utf-8")) for file in scripts]
        new = {name for names in imported for name in names} - found
    return found


def compressed(name: str) -> int:
    return (ASSETS / f"{name}.br").stat().st_size


def largest_language() -> int:
    """Return the bytes of the catalogue that is fetched besides, for most users."""
    tags = {file.stem for file in LANGUAGES.glob("*.po")} - {"en"}
    chunks = {tag: list(ASSETS.glob(f"{tag}-????????.js")) for tag in tags}
    assert all(len(found) == 1 for found in chunks.values()), chunks
    return max(compressed(found.name) for (found,) in chunks.values())


def test_the_first_screen_is_light_in_every_language(index: str) -> None:
    page = len(gzip.compress(index.encode()))  # it is filled in, so compressed as it is asked for
    waited_for = first_screen(index)

    assert len(waited_for) >= 2
    assert page + sum(map(compressed, waited_for)) + largest_language() <= MOST_BYTES


def test_ton_connect_is_not_on_the_first_screen(index: str) -> None:
    assert list(ASSETS.glob("connect-*.js")), "it has another name"
    assert not any(name.startswith("connect-") for name in first_screen(index))


def test_every_asset_is_compressed_ahead_under_a_name_that_holds_its_hash(index: str) -> None:
    assert NAMED.search(index)
    for asset in ASSETS.glob("*.js"):
        assert asset.with_name(f"{asset.name}.br").exists()
        assert asset.with_name(f"{asset.name}.gz").exists()
        assert re.fullmatch(r".+-[\w-]{8}\.js", asset.name), "its name holds its hash"
