"""Who is asking: init data once, a session token afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import SecretStr

from core import init_data, session
from core.errors import InitDataExpiredError, SessionError
from core.model import TelegramUser
from core.revocations import Revocations

MAX_KNOWN = 1_000
"""Tokens remembered at most, about 460 bytes each; beyond it all are checked anew. Checking one
takes three microseconds, so those who come most are enough."""


class Callers:
    """Knows the bot's users by what Telegram and we ourselves have sealed.

    A session token's seal is checked once and then remembered until the token ends: the page sends
    the same one with every request.
    """

    def __init__(
        self,
        *,
        bot_token: SecretStr,
        session_key: bytes,
        revocations: Revocations,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._init_data_key = init_data.seal_key(bot_token)
        self._session_key = session_key
        self._revocations = revocations
        self._now = now
        self._known: dict[str, session.Session] = {}

    async def welcome(self, sealed: str) -> tuple[TelegramUser, str, datetime]:
        """Return the user of this init data, with a fresh session token and when it ends.

        Init data from before they signed out everywhere is too old: whoever had stolen a session
        could have stolen that, too.
        """
        now = datetime.fromtimestamp(self._now(), UTC)
        user = init_data.read_user(sealed, self._init_data_key, now=now)
        since = await self._revocations.ask(user.id)
        if init_data.sealed_at(sealed) < since:
            raise InitDataExpiredError("from before the user signed out everywhere")
        issued = max(now, datetime.fromtimestamp(since, UTC))  # Telegram's clock may be ahead
        token, ends = session.issue(user, self._session_key, now=issued)
        return user, token, ends

    def known(self, token: str) -> session.Session:
        """Return the caller of this session token, or raise `SessionError`."""
        now = self._now()
        caller = self._known.get(token)
        if caller is None or now >= caller.ends:
            caller = session.read(token, self._session_key, now=now)
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            self._known[token] = caller
        if caller.issued < self._revocations.since(caller.user):
            raise SessionError("the user signed out everywhere")
        return caller

    def spare(self, caller: session.Session, *, since: int) -> str:
        """Return a token for the session in which its user ended all others.

        It ends when the session would have: a stolen one cannot live on by ending the others.
        """
        return session.reissue(caller, self._session_key, issued=since)
