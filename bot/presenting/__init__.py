"""Figures in words: pure functions of what the use cases answer, as Telegram's HTML."""
