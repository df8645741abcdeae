"""A stand-in for Telegram's Bot API: what our bot uses of it, over HTTP on loopback.

Source: core.telegram.org/bots/api; the words of its refusals are what Telegram itself answers.
"""

from sandbox.telegram.bot_api.chats import Person
from sandbox.telegram.bot_api.routes import running_bot_api
from sandbox.telegram.bot_api.telegram import Telegram

__all__ = ["Person", "Telegram", "running_bot_api"]
