"""Who is asking: init data once, a session token afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import SecretStr

from core import init_data, session
from core.model import TelegramUser

MAX_KNOWN = 10_000
"""Tokens remembered at most, about 400 bytes each; beyond it all are checked anew."""


class Callers:
    """Knows the bot's users by what Telegram and we ourselves have sealed.

    A session token's seal is checked once and then remembered until the token ends: the page sends
    the same one with every request.
    """

    def __init__(
        self, *, bot_token: SecretStr, session_key: bytes, now: Callable[[], float] = time.time
    ) -> None:
        self._init_data_key = init_data.seal_key(bot_token)
        self._session_key = session_key
        self._now = now
        self._known: dict[str, session.Session] = {}

    def welcome(self, sealed: str) -> tuple[TelegramUser, str, datetime]:
        """Return the user of this init data, with a fresh session token and when it ends."""
        now = datetime.fromtimestamp(self._now(), UTC)
        user = init_data.read_user(sealed, self._init_data_key, now=now)
        token, ends = session.issue(user, self._session_key, now=now)
        return user, token, ends

    def known(self, token: str) -> session.Session:
        """Return the caller of this session token, or raise `SessionError`."""
        now = self._now()
        caller = self._known.get(token)
        if caller is not None and now < caller.ends:
            return caller
        caller = session.read(token, self._session_key, now=now)
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        self._known[token] = caller
        return caller
