"""docs/security.md names only what there is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "security.md"


def named(shape: str) -> list[str]:
    """Return what stands between backticks on the page and has this shape."""
    return sorted(set(re.findall(f"`({shape})`", PAGE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("name", named(r"tests/[\w/]+\.py(?:::\w+)?"))
def test_a_test_that_is_named_exists(name: str) -> None:
    path, _, test = name.partition("::")

    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    tests = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert any(one.startswith("test_") for one in tests)
    assert not test or test in tests


@pytest.mark.parametrize("name", named(r"(?:core|webapp|bot)/[\w/]+\.py"))
def test_a_control_that_is_named_exists(name: str) -> None:
    assert (ROOT / name).is_file()


def test_every_threat_has_its_control_and_its_test() -> None:
    text = PAGE.read_text(encoding="utf-8")
    threats = text[text.index("## Who, what") : text.index("## What is not defended")]

    rows = [line for line in threats.splitlines() if line.startswith("| ")]
    heads = [row for row in rows if row.endswith("| Test |")]
    assert len(heads) == 7
    for row in rows:
        if row not in heads:
            assert "`tests/" in row.split("|")[-2], row


def test_every_test_of_this_folder_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")

    for file in (ROOT / "tests" / "security").glob("test_*.py"):
        assert f"tests/security/{file.name}" in text, file.name
