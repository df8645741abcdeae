"""A stand-in for Telegram's web client: a phone with the Mini App in a frame, and its controls."""

from sandbox.telegram.client import CLIENT, TelegramClient

__all__ = ["CLIENT", "TelegramClient"]
