"""Secrets are compared by `hmac.compare_digest`, whose time tells nothing; never by `==`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

SECRET = re.compile(
    r"seal|signature|secret|digest|hmac|token|password|\bhash\b|_hash\b", re.IGNORECASE
)
COMPARED = {"core/init_data.py", "core/session.py", "core/download.py", "bot/webhook.py"}
"""Where somebody brings what only we, or Telegram, could have made."""

NO_SECRET = {
    "core/ton_proof": "a proof's parts are public: what counts is whether the signature verifies",
    "core/btc": "an address carries its own checksum",
    "core/store": "the database compares columns; a backup carries its own checksum",
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for package in ("core", "webapp", "bot"):
        for file in sorted((ROOT / package).rglob("*.py")):
            yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def compared_by_equality(tree: ast.Module) -> Iterator[ast.Compare]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
            both = [node.left, *node.comparators]
            plain = any(isinstance(one, ast.Constant) for one in both)
            if not plain and any(SECRET.search(ast.unparse(one)) for one in both):
                yield node


def test_no_secret_is_compared_by_equality() -> None:
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in sources()
        if not path.startswith(tuple(NO_SECRET))
        for node in compared_by_equality(tree)
    ]

    assert not found, found


def test_what_is_brought_is_compared_in_constant_time() -> None:
    calls = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "hmac.compare_digest"
    }

    assert calls == COMPARED


JITTER = {"core/partner/door.py", "core/store/file_locks.py", "core/ton_connect/bridge.py"}
"""They wait for a moment that need only be different, not unknown."""


def test_what_nobody_may_guess_is_drawn_by_the_operating_system() -> None:
    drawn = {
        path
        for path, tree in sources()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(one.name == "random" for one in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "random")
    }

    assert drawn == JITTER
