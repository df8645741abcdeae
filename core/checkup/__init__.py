"""Is everything there that the product needs: one look at each, and what to do about it."""

from core.checkup.checkup import check, check_settings
from core.checkup.finding import Finding, State

__all__ = ["Finding", "State", "check", "check_settings"]
