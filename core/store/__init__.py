"""What outlives a process: sealed tokens, sign-ins under way, preferences, each day's rates."""

from core.store.opening import open_store
from core.store.protocol import (
    MAX_ATTEMPTS,
    MAX_ENDED,
    MAX_INTERRUPTED,
    MAX_REVOKED,
    MAX_SIGN_INS,
    RATE_DAYS,
    REVOKED_HOURS,
    SIGN_IN_DAYS,
    TOLD_DAYS,
    Account,
    Held,
    NotedSignIn,
    SealedRow,
    Standing,
    Store,
    Tally,
    WorkerSaid,
)

__all__ = [
    "MAX_ATTEMPTS",
    "MAX_ENDED",
    "MAX_INTERRUPTED",
    "MAX_REVOKED",
    "MAX_SIGN_INS",
    "RATE_DAYS",
    "REVOKED_HOURS",
    "SIGN_IN_DAYS",
    "TOLD_DAYS",
    "Account",
    "Held",
    "NotedSignIn",
    "SealedRow",
    "Standing",
    "Store",
    "Tally",
    "WorkerSaid",
    "open_store",
]
