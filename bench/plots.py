"""The figures as pictures, in build/bench/."""

from __future__ import annotations

import json
from pathlib import Path

from matplotlib.figure import Figure

from bench.record import FOLDER

OURS, OTHERS = "#0a84ff", "#9aa5b1"


def write() -> None:
    """Draw whatever there are figures of."""
    numbers: dict[str, float] = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))
    _bars(numbers, "rate ", "Signed-in reads a second, one core", FOLDER / "reads.png")
    _bars(numbers, "cost ", "Processor time for a read, microseconds", FOLDER / "cost.png")
    _bars(numbers, "p99 ", "p99 at half of saturation, milliseconds", FOLDER / "latency.png")
    _growth(numbers)


def _bars(numbers: dict[str, float], prefix: str, title: str, file: Path) -> None:
    found = {
        name.removeprefix(prefix): value
        for name, value in numbers.items()
        if name.startswith(prefix) and not name.startswith("cost at ")
    }
    if not found:
        return
    names = sorted(found, key=found.__getitem__)
    figure = Figure(figsize=(8, 0.5 + 0.45 * len(names)), layout="constrained")
    axes = figure.add_subplot()
    colours = [OURS if name.startswith("ours") else OTHERS for name in names]
    bars = axes.barh(names, [found[name] for name in names], color=colours)
    axes.bar_label(bars, fmt="%.4g", padding=4)
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.12)
    figure.savefig(file, dpi=150)


def _growth(numbers: dict[str, float]) -> None:
    kinds: dict[str, list[tuple[int, float]]] = {}
    for name, value in numbers.items():
        if name.startswith("cost at "):
            size, _, kind = name.removeprefix("cost at ").partition(" in ")
            kinds.setdefault(kind, []).append((int(size), value))
    if not kinds:
        return
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.add_subplot()
    for kind, points in kinds.items():
        axes.plot(*zip(*sorted(points), strict=True), marker="o", label=kind)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("users in the store")
    axes.set_title("Processor time for a read, microseconds", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(FOLDER / "growth.png", dpi=150)
