"""What was measured: printed as it comes, and kept for the table, the plots and the reckoning.

Everything lies in build/bench/: `figures.md` as it was printed, `figures.json` as numbers.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; an empty `figure` makes it a heading."""

    what: str
    figure: str = ""
    target: str = ""


_shown: list[Figure] = []
_numbers: dict[str, float] = {}


def heading(what: str) -> None:
    """Begin a part of the table."""
    _shown.append(Figure(what))
    sys.stdout.write(f"\n{what}\n")
    sys.stdout.flush()


def show(what: str, figure: str, target: str = "") -> None:
    """Print one figure and keep it."""
    _shown.append(Figure(what, figure, target))
    sys.stdout.write(f"{what:<58} {figure:<24} {target}\n".rstrip() + "\n")
    sys.stdout.flush()


def number(name: str, value: float) -> None:
    """Keep a number by its name, for whoever reckons with it."""
    _numbers[name] = value


def progress(text: str) -> None:
    """Say what is being measured, on a line that the next figure takes."""
    sys.stderr.write(f"\r  {text:<70}\r" if text else "\r" + " " * 74 + "\r")
    sys.stderr.flush()


def write() -> None:
    """Write what was kept; numbers of parts that were not measured this time stay."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = ["| what | figure | target |", "|---|---|---|"]
    for each in _shown:
        name = each.what.strip() if each.figure else f"**{each.what}**"
        rows.append(f"| {name} | {each.figure} | {each.target} |")
    (FOLDER / "figures.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
    file = FOLDER / "figures.json"
    before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    file.write_text(json.dumps(before | _numbers, indent=1) + "\n", encoding="utf-8")
