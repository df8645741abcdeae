"""What outlives a process: each user's sealed tokens and wallet, and the sign-ins under way."""

from core.store.protocol import MAX_ATTEMPTS, Account, Held, Store
from core.store.sql import open_store

__all__ = ["MAX_ATTEMPTS", "Account", "Held", "Store", "open_store"]
