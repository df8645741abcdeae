"""What outlives a process: sealed tokens, sign-ins under way, preferences, each day's rates."""

from core.store.opening import open_store
from core.store.protocol import (
    MAX_ATTEMPTS,
    MAX_INTERRUPTED,
    RATE_DAYS,
    TOLD_DAYS,
    Account,
    Held,
    Store,
    Tally,
)

__all__ = [
    "MAX_ATTEMPTS",
    "MAX_INTERRUPTED",
    "RATE_DAYS",
    "TOLD_DAYS",
    "Account",
    "Held",
    "Store",
    "Tally",
    "open_store",
]
