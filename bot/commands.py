"""The bot's commands: one name for each, whatever the language."""

from __future__ import annotations

from bot.texts import ENGLISH, Words


def commands(words: Words, *, payouts: bool) -> dict[str, str]:
    """Return what each command does, in the order of the list; `/wallet` only with *payouts*."""
    every = {
        "start": words.say("command.start"),
        "connect": words.say("command.connect"),
        "miners": words.say("command.miners"),
        "earnings": words.say("command.earnings"),
        "forecast": words.say("command.forecast"),
        "wallet": words.say("command.wallet"),
        "notify": words.say("command.notify"),
        "language": words.say("command.language"),
        "disconnect": words.say("command.disconnect"),
        "privacy": words.say("command.privacy"),
        "delete": words.say("command.delete"),
        "help": words.say("command.help"),
    }
    return {name: does for name, does in every.items() if payouts or name != "wallet"}


NAMES = tuple(commands(ENGLISH, payouts=True))
