"""What the partner tells everyone alike: rates and collections."""

from core.market.latest import FRESH, PAUSE, STALE, Aged
from core.market.market import AgedRates, Market
from core.partner import Collection, IncomePerTh

__all__ = [
    "FRESH",
    "PAUSE",
    "STALE",
    "Aged",
    "AgedRates",
    "Collection",
    "IncomePerTh",
    "Market",
]
