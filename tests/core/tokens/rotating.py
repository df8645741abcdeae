"""A partner in memory, strict where the real one is: each refresh token works once."""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from pydantic import SecretStr

from core.errors import PartnerError, PartnerUnauthorizedError
from core.model import LinkedWallet, TokenPair, TonNetwork, UserId

KEY = b"k" * 32
ANNA, BORIS = UserId(1001), UserId(1002)
START = datetime(2026, 11, 22, 12, tzinfo=UTC)
WALLET = LinkedWallet(f"0:{'ab' * 32}", TonNetwork.MAINNET, "Tonkeeper", START)


def jwt(number: int, end: object = None) -> str:
    """Return a JWT that says its end, or one that does not."""
    claims = {"jti": number} if end is None else {"jti": number, "exp": end}
    body = urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{body}.c2ln"


@dataclass
class Clock:
    """The time, moved by hand."""

    time: datetime = START

    def __call__(self) -> datetime:
        return self.time

    def move(self, **step: float) -> None:
        self.time += timedelta(**step)


@dataclass
class RotatingPartner:
    """Gives pairs, renews each refresh token once, answers to the JWTs that are good."""

    clock: Clock
    lifetime: timedelta | None = None
    """What its JWTs say of their end; None: they do not say."""
    slowness: float = 0.0
    refreshes: int = 0
    refused_refreshes: int = 0
    asked: int = 0
    trouble: PartnerError | None = None
    """What the next refreshes raise instead of answering."""
    accepts: bool = True
    _numbers: count[int] = field(default_factory=lambda: count(1))
    _good: set[str] = field(default_factory=set)
    _renewable: set[str] = field(default_factory=set)

    def sign_in(self) -> TokenPair:
        number = next(self._numbers)
        end = self.lifetime and (self.clock() + self.lifetime).timestamp()
        pair = TokenPair(SecretStr(jwt(number, end)), SecretStr(f"refresh-{number}"))
        self._good.add(pair.jwt.get_secret_value())
        self._renewable.add(pair.refresh.get_secret_value())
        return pair

    def expire(self) -> None:
        """End every JWT given so far."""
        self._good.clear()

    def end_sessions(self) -> None:
        """End every JWT and every refresh token given so far."""
        self._good.clear()
        self._renewable.clear()

    async def renew(self, pair: TokenPair) -> TokenPair:
        self.refreshes += 1
        await asyncio.sleep(self.slowness)
        if self.trouble is not None:
            raise self.trouble
        token = pair.refresh.get_secret_value()
        if token not in self._renewable:
            self.refused_refreshes += 1
            raise PartnerUnauthorizedError(401, "refresh token used")
        self._renewable.discard(token)
        return self.sign_in()

    async def ask(self, token: SecretStr) -> str:
        self.asked += 1
        await asyncio.sleep(0)
        if not self.accepts or token.get_secret_value() not in self._good:
            raise PartnerUnauthorizedError(401, "jwt expired")
        return token.get_secret_value()
