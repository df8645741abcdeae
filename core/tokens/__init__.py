"""Each user's tokens: kept sealed, renewed in time, lent out one call at a time."""

from core.tokens.keeper import TokenKeeper

__all__ = ["TokenKeeper"]
