"""Somebody who calls the sandbox partner: signs by hand, shares no code with it."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, ClientSession
from multidict import CIMultiDictProxy
from yarl import URL

from sandbox.partner import PartnerOptions, running_partner
from tests.proofs import SIGNED_AT, make_proof

OPTIONS = PartnerOptions(api_key="the-key", api_secret="the-secret")
PREFIX = "/api/partner/"
BTC = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"

Fields = Mapping[str, Any]


class Clock:
    """The time it is, as the test wants it."""

    def __init__(self) -> None:
        self.at = datetime.fromtimestamp(SIGNED_AT, UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **of_time: float) -> None:
        self.at += timedelta(**of_time)

    @property
    def ms(self) -> int:
        return int(self.at.timestamp() * 1000)


@dataclass(frozen=True)
class Answer:
    """What came back; numbers are exact."""

    status: int
    body: Any
    headers: CIMultiDictProxy[str]

    @property
    def data(self) -> Any:  # noqa: ANN401  # as each operation has it
        assert self.status == 200, self.body
        return self.body["data"]

    @property
    def rows(self) -> list[Any]:
        rows: list[Any] = self.data["array"]
        return rows


@dataclass
class Caller:
    """Calls operations by their names, as nobody, as a user, or signed."""

    url: str
    http: ClientSession
    clock: Clock
    jwt: str = ""
    refresh_token: str = ""
    options: PartnerOptions = field(default=OPTIONS)

    async def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send exactly this."""
        url = URL(self.url + path, encoded=True)
        sent = {"Content-Type": "application/json"} if body is not None else {}
        async with self.http.request(
            method, url, data=body, headers=sent | dict(headers or {}), allow_redirects=False
        ) as response:
            return Answer(response.status, await _read(response), response.headers)

    async def get(self, name: str, query: Fields | None = None, **headers: str) -> Answer:
        """Ask as the user who signed in."""
        path = f"{PREFIX}{name}?{urlencode(query or {})}"
        return await self.send("GET", path, headers=self._shown(headers))

    async def post(self, name: str, body: object, **headers: str) -> Answer:
        """Write as the user who signed in, or as nobody."""
        raw = json.dumps(body).encode()
        return await self.send("POST", PREFIX + name, body=raw, headers=self._shown(headers))

    async def tell(self, path: str, body: object) -> Answer:
        """Write to the sandbox itself, rather than to an operation."""
        return await self.send("POST", path, body=json.dumps(body).encode())

    async def signed_get(self, name: str, query: Fields) -> Answer:
        """Ask with key and signature."""
        wire = self.sign_query(urlencode({"timestamp": self.clock.ms} | dict(query)))
        return await self.send("GET", f"{PREFIX}{name}?{wire}", headers=self.key)

    async def signed_post(self, name: str, body: Fields) -> Answer:
        """Write with key and signature."""
        wire = self.sign_body({"timestamp": self.clock.ms} | dict(body))
        return await self.send("POST", PREFIX + name, body=wire, headers=self.key)

    def sign_query(self, query: str) -> str:
        return f"{query}&signature={self._signature(query.encode())}"

    def sign_body(self, body: dict[str, Any]) -> bytes:
        plain = compact(body)
        return compact(body | {"signature": self._signature(plain)})

    @property
    def key(self) -> dict[str, str]:
        return {"X-PARTNER-API-KEY": self.options.api_key}

    async def payload(self) -> str:
        begun = await self.post("c2s/auth/generate-payload", {"partnerId": "demo-partner"})
        payload: str = begun.data["payload"]
        return payload

    async def sign_in(self, **of_proof: Any) -> dict[str, Any]:  # noqa: ANN401  # make_proof's own
        """Sign in by a wallet; return its `tonWallet` object."""
        proven = {"at": int(self.clock.at.timestamp())} | of_proof
        wallet = make_proof(payload=await self.payload(), **proven)
        self.keep(await self.post("c2s/auth/check-proof", {"tonWallet": wallet}))
        return wallet

    async def init(self, partner_user_id: str = "ann") -> int:
        """Log one of the partner's users in; return the `userId` in the JWT."""
        self.keep(await self.signed_post("s2s/auth/init", {"partnerUserId": partner_user_id}))
        return int(claims(self.jwt)["id"])

    def keep(self, answer: Answer) -> None:
        self.jwt, self.refresh_token = answer.data["jwtToken"], answer.data["refreshToken"]

    def _shown(self, headers: dict[str, str]) -> dict[str, str]:
        return ({"Authorization": f"Bearer {self.jwt}"} if self.jwt else {}) | headers

    def _signature(self, signed: bytes) -> str:
        return hmac.digest(self.options.api_secret.encode(), signed, "sha256").hex()


async def _read(response: ClientResponse) -> Any:  # noqa: ANN401  # whatever was answered
    if response.content_type.startswith("image/"):
        return await response.read()
    text = await response.text()
    return json.loads(text, parse_float=Decimal) if text and _is_json(response) else text


def _is_json(response: ClientResponse) -> bool:
    return response.content_type == "application/json"


def compact(body: object) -> bytes:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def claims(jwt: str) -> dict[str, Any]:
    """Read a JWT as a client does, who cannot check its seal."""
    part = jwt.split(".")[1]
    found: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@asynccontextmanager
async def calling(options: PartnerOptions = OPTIONS) -> AsyncIterator[Caller]:
    """Run a partner and call it."""
    clock = Clock()
    async with running_partner(options, now=clock) as url, ClientSession() as http:
        yield Caller(url, http, clock, options=options)
