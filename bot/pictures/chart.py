"""A chart of bars for a phone: few marks, large type, figures already in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from bot.pictures.paint import DARK, LIGHT, Paint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 1080, 810
"""Pixels: the width of a phone's screen, and a height that leaves room for the caption."""

DPI = 100
PLOT = (0.035, 0.11, 0.795, 0.62)
"""Left, bottom, width and height of the bars' field, as parts of the picture."""

LARGE, MIDDLE, SMALL = 42, 23, 20
"""Points; a phone shows the picture at about a third of its size."""

GAP = 0.16
"""Of a bar's place, left free before and after it together."""


HEADROOM = 1.03
"""How far the field reaches above the highest bar."""


class Bar(NamedTuple):
    """A bar; a *pale* one may grow yet."""

    value: Decimal
    pale: bool = False


class Mark(NamedTuple):
    """A place on an axis, and what is written there."""

    at: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from left to right, each one wide, the first beginning at 0, under a title.

    `days` are marks below the bars; `levels`, two at least, are to their right.
    """

    title: str
    subtitle: str
    bars: Sequence[Bar]
    days: Sequence[Mark]
    levels: Sequence[Mark]
    dark: bool = False


def draw(chart: Chart) -> bytes:
    """Return the chart as a PNG of `WIDTH` by `HEIGHT`; takes some 0.1 s of CPU: not on the loop.

    Characters that its font lacks, such as Chinese ones, are to be kept out of it.
    """
    from matplotlib.backends.backend_agg import (  # noqa: PLC0415  # seconds, and 30 MB
        FigureCanvasAgg,
    )
    from matplotlib.figure import Figure  # noqa: PLC0415  # the same

    paint = DARK if chart.dark else LIGHT
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=paint.paper)
    FigureCanvasAgg(figure)
    _title(figure, chart, paint)
    axes = figure.add_axes(PLOT, facecolor=paint.paper)
    _bars(axes, chart.bars, paint)
    _scales(axes, chart, paint)
    png = BytesIO()
    figure.savefig(png, format="png", facecolor=paint.paper, pil_kwargs={"compress_level": 3})
    return png.getvalue()


def _title(figure: Figure, chart: Chart, paint: Paint) -> None:
    left = PLOT[0]
    figure.text(left, 0.87, chart.title, fontsize=LARGE, color=paint.ink, weight="bold")
    figure.text(left, 0.80, chart.subtitle, fontsize=MIDDLE, color=paint.hint)


def _bars(axes: Axes, bars: Sequence[Bar], paint: Paint) -> None:
    from matplotlib.collections import PolyCollection  # noqa: PLC0415  # as in `draw`

    gap = GAP / 2 if len(bars) <= WIDTH // 6 else 0
    outlines, colours = [], []
    for at, bar in enumerate(bars):
        left, right, top = at + gap, at + 1 - gap, float(bar.value)
        outlines.append([(left, 0), (left, top), (right, top), (right, 0)])
        colours.append(_colour(bar, paint))
    axes.add_collection(
        PolyCollection(outlines, facecolors=colours, linewidths=0, zorder=2), autolim=False
    )


def _colour(bar: Bar, paint: Paint) -> str:
    if bar.pale:
        return paint.pale
    return paint.bar if bar.value >= 0 else paint.loss


def _scales(axes: Axes, chart: Chart, paint: Paint) -> None:
    axes.set_xlim(0, len(chart.bars))
    heights = [bar.value for bar in chart.bars] + [level.at for level in chart.levels]
    axes.set_ylim(float(min(heights)), float(max(heights)) * HEADROOM)
    axes.set_xticks([float(mark.at) for mark in chart.days], [mark.text for mark in chart.days])
    axes.set_yticks([float(mark.at) for mark in chart.levels], [mark.text for mark in chart.levels])
    axes.yaxis.tick_right()
    axes.tick_params(length=0, pad=8, labelsize=SMALL, labelcolor=paint.hint)
    axes.tick_params(axis="x", pad=18)
    axes.grid(axis="y", color=paint.line, linewidth=1.5)
    axes.axhline(0, color=paint.hint, linewidth=2, zorder=3)
    for spine in axes.spines.values():
        spine.set_visible(False)
