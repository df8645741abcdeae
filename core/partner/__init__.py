"""GoMining's partner API: a client of its 19 operations."""

from core.partner.answer import Answer
from core.partner.client import PartnerClient
from core.partner.page import WHOLE, Page
from core.partner.payloads import (
    BtcWallet,
    Collection,
    Income,
    IncomePerTh,
    Miner,
    Payment,
    TotalIncome,
)
from core.partner.transport import open_http

__all__ = [
    "WHOLE",
    "Answer",
    "BtcWallet",
    "Collection",
    "Income",
    "IncomePerTh",
    "Miner",
    "Page",
    "PartnerClient",
    "Payment",
    "TotalIncome",
    "open_http",
]
