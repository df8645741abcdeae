"""Connecting TON wallets from the chat, by TON Connect's bridges."""

from core.ton_connect.apps import WalletApp, WalletApps

__all__ = ["WalletApp", "WalletApps"]
