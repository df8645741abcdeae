"""GoMining's partner API: a client of its 19 operations."""

from core.partner.answer import Answer
from core.partner.client import PartnerClient
from core.partner.page import Page
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
