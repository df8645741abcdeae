"""Connecting a wallet in the chat, from the link to what came of it."""
