"""A stand-in for Telegram: its Bot API, and its client on a phone, with the Mini App in a frame."""

from sandbox.telegram.bot_api import Telegram, running_bot_api
from sandbox.telegram.chat import ChatRoutes
from sandbox.telegram.client import CLIENT, TelegramClient

__all__ = ["CLIENT", "ChatRoutes", "Telegram", "TelegramClient", "running_bot_api"]
