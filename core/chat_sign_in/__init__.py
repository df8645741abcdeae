"""Signing in from the chat: the same payload, proof and tokens as in the Mini App."""

from core.chat_sign_in.chat_sign_in import CONNECT_SECONDS, ChatSignIn
from core.chat_sign_in.connecting import Connecting
from core.chat_sign_in.opening import open_chat_sign_in
from core.ton_connect import WalletApp

__all__ = ["CONNECT_SECONDS", "ChatSignIn", "Connecting", "WalletApp", "open_chat_sign_in"]
