"""What outlives a process: sealed tokens, sign-ins under way, preferences, each day's rates."""

from core.store.protocol import MAX_ATTEMPTS, RATE_DAYS, Account, Held, Store
from core.store.sql import open_store

__all__ = ["MAX_ATTEMPTS", "RATE_DAYS", "Account", "Held", "Store", "open_store"]
