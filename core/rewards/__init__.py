"""Word of every reward: who is due to hear of which mined day, told exactly once."""

from core.rewards.due import CATCH_UP, mined_day, told_day
from core.rewards.report import Heard, Report
from core.rewards.rewards import Due, Outcome, Reward, Rewards
from core.store import Tally

__all__ = [
    "CATCH_UP",
    "Due",
    "Heard",
    "Outcome",
    "Report",
    "Reward",
    "Rewards",
    "Tally",
    "mined_day",
    "told_day",
]
