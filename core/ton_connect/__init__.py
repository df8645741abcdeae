"""Connecting TON wallets from the chat, by TON Connect's bridges."""

from core.ton_connect.apps import WalletApp, WalletApps
from core.ton_connect.line import Pace
from core.ton_connect.opening import open_ton_connect
from core.ton_connect.protocol import Asking, TonConnect

__all__ = ["Asking", "Pace", "TonConnect", "WalletApp", "WalletApps", "open_ton_connect"]
