"""The user's miners: what each should earn, what it was credited last, what it has earned."""

from core.miners.ledger import LatestNet, MinerReport
from core.miners.miners import KnownMiner, Miners, MinersPage
from core.miners.order import MinerSort

__all__ = ["KnownMiner", "LatestNet", "MinerReport", "MinerSort", "Miners", "MinersPage"]
