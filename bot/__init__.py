"""Door 1: the Telegram bot."""
