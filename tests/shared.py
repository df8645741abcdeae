"""Third-party vectors: read from beside the project, never copied into it."""

import json
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def vectors(name: str) -> Any:  # noqa: ANN401  # as each file has it
    """Return the JSON of a vector file, or skip the test and say so."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"no vectors: {name} is not beside the project")
    return json.loads(path.read_text(encoding="utf-8"))
