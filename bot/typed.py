"""Figures as people type them: a comma or a point, with or without their unit."""

from __future__ import annotations

import re
from decimal import Decimal

from core.forecast import Asked
from core.forecast.asked import EFFICIENCY, POWER, Bounds
from core.preferences import AmountUnit, is_reward

_FIGURE = r"(\d{1,9}(?:[.,_]\d{0,9})?)\s*"
_TH = r"(?:TH(?:/s)?)?"
_W_PER_TH = r"(?:[WJ]/TH)?"
_BETWEEN = r"(?:\s+|\s*,\s+|\s*[;x/]\s*|(?<!\s)-)"
_FLAGS = re.ASCII | re.IGNORECASE

_POWER = re.compile(_FIGURE + _TH, _FLAGS)
_EFFICIENCY = re.compile(_FIGURE + _W_PER_TH, _FLAGS)
_BOTH = re.compile(_FIGURE + _TH + _BETWEEN + _FIGURE + _W_PER_TH, _FLAGS)

_AMOUNT = re.compile(
    r"(\d[\d.,'\N{RIGHT SINGLE QUOTATION MARK}\s]{0,40}?)\s*(sats?|btc)?", re.IGNORECASE
)
_THOUSANDS = re.compile(
    r"\d{1,3}(?:([.,'\N{RIGHT SINGLE QUOTATION MARK}])\d{3})(?:\1\d{3})*", re.ASCII
)
_DECIMAL = re.compile(r"\d+(?:[.,]\d*)?", re.ASCII)


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


def btc(text: str, unit: AmountUnit) -> Decimal | None:
    """Return BTC: `0.00002`, `2 000 sat`, in *unit* where none is named; None for anything else.

    Threes of digits after a mark are thousands of satoshis, but decimals of a BTC.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    written = "".join(found[1].split())
    named = (found[2] or unit).casefold()
    if named != AmountUnit.BTC and _THOUSANDS.fullmatch(written):
        written = re.sub(r"\D", "", written)
    if not _DECIMAL.fullmatch(written):
        return None
    figure = Decimal(written.replace(",", "."))
    amount = figure if named == AmountUnit.BTC else figure.scaleb(-8)
    return amount if amount > 0 and is_reward(amount) else None


def link(asked: Asked) -> str:
    """Return what `miner` reads again, fit for a link and a button; empty for one's own miners."""
    if asked.power is None:
        return ""
    return f"{asked.power:f}-{asked.efficiency:f}".replace(".", "_")


def _within(bounds: Bounds, written: str) -> Decimal | None:
    figure = Decimal(written.replace(",", ".").replace("_", "."))
    return figure if bounds.least <= figure <= bounds.most else None
