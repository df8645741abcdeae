"""Figures as people type them: a comma or a point, with or without their unit."""

from __future__ import annotations

import re
from decimal import Decimal

from core.forecast import Asked
from core.forecast.asked import EFFICIENCY, POWER, Bounds

_FIGURE = r"(\d{1,9}(?:[.,_]\d{0,9})?)\s*"
_TH = r"(?:TH(?:/s)?)?"
_W_PER_TH = r"(?:[WJ]/TH)?"
_BETWEEN = r"(?:\s+|\s*,\s+|\s*[;x/-]\s*)"
_FLAGS = re.ASCII | re.IGNORECASE

_POWER = re.compile(_FIGURE + _TH, _FLAGS)
_EFFICIENCY = re.compile(_FIGURE + _W_PER_TH, _FLAGS)
_BOTH = re.compile(_FIGURE + _TH + _BETWEEN + _FIGURE + _W_PER_TH, _FLAGS)


def power(text: str) -> Decimal | None:
    """Return TH within the core's bounds: `16`, `16,5 TH`; None for anything else."""
    found = _POWER.fullmatch(text.strip())
    return None if found is None else _within(POWER, found[1])


def efficiency(text: str) -> Decimal | None:
    """Return W/TH within the core's bounds: `15`, `28.5 W/TH`; None for anything else."""
    found = _EFFICIENCY.fullmatch(text.strip())
    return None if found is None else _within(EFFICIENCY, found[1])


def miner(text: str) -> Asked | None:
    """Return the forecast asked for: `16 15`, `16,5 TH 28.5 W/TH`, and in links `16_5-28_5`."""
    found = _BOTH.fullmatch(text.strip())
    if found is None:
        return None
    th, w_per_th = _within(POWER, found[1]), _within(EFFICIENCY, found[2])
    return None if th is None or w_per_th is None else Asked(power=th, efficiency=w_per_th)


def link(asked: Asked) -> str:
    """Return what `miner` reads again, fit for a link and a button; empty for one's own miners."""
    if asked.power is None:
        return ""
    return f"{asked.power:f}-{asked.efficiency:f}".replace(".", "_")


def _within(bounds: Bounds, written: str) -> Decimal | None:
    figure = Decimal(written.replace(",", ".").replace("_", "."))
    return figure if bounds.least <= figure <= bounds.most else None
