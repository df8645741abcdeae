"""Which wallets there are to connect, as TON Connect's list names them.

Source: TON Connect, "Wallets list".
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlsplit

import structlog
from pydantic import BaseModel, StringConstraints, ValidationError

from core.errors import BridgeError, PartnerError, RequestError
from core.partner.transport import Http, exchange

LIST_URL = "https://config.ton.org/wallets-v2.json"
"""TON Connect's own list, which its SDK reads too."""
KEPT_SECONDS = 3600.0
RETRY_SECONDS = 60.0
"""How long a list that is down is left alone; what is known serves meanwhile."""
MAX_APPS = 100

Word = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Url = Annotated[str, StringConstraints(max_length=512)]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class WalletApp:
    """A wallet in an app of its own, reached through a bridge.

    `universal_url` begins the link that opens it; `app_name` is its stable name.
    """

    app_name: str
    name: str
    image_url: str
    bridge_url: str
    universal_url: str


class _Bridge(BaseModel):
    type: str
    url: Url = ""


class _Entry(BaseModel):
    app_name: Word
    name: Word
    image: Url
    universal_url: Url
    bridge: list[_Bridge]


class WalletApps:
    """The wallets with an HTTP bridge: read from the list, kept for an hour."""

    def __init__(self, http: Http, url: str, *, clock: Callable[[], float]) -> None:
        self._http = http
        self._url = url or LIST_URL
        self._clock = clock
        self._known: tuple[WalletApp, ...] = ()
        self._good_until = clock()
        self._reading = asyncio.Lock()

    async def all(self) -> tuple[WalletApp, ...]:
        """Return the wallets in the list's order; the last ones known while it is down.

        `BridgeError` when it is down and none are known.
        """
        if not self._known or self._clock() >= self._good_until:
            async with self._reading:
                if not self._known or self._clock() >= self._good_until:  # nobody was faster
                    await self._renew()
        return self._known

    async def _renew(self) -> None:
        try:
            self._known = await self._read()
        except BridgeError as error:
            log.warning("wallets_list_down", why=str(error), known=len(self._known))
            if not self._known:
                raise
            self._good_until = self._clock() + RETRY_SECONDS
        else:
            self._good_until = self._clock() + KEPT_SECONDS

    async def _read(self) -> tuple[WalletApp, ...]:
        body = await fetched(exchange(self._http, "GET", self._url, {}, None))
        try:
            entries = json.loads(body)
        except (ValueError, RecursionError):
            raise BridgeError("the list of wallets is no JSON") from None
        if not isinstance(entries, list):
            raise BridgeError("the list of wallets is no list")
        apps = tuple(filter(None, map(self._app, entries[:MAX_APPS])))
        if not apps:
            raise BridgeError("the list names no wallet with a bridge")
        return apps

    def _app(self, entry: Any) -> WalletApp | None:  # noqa: ANN401  # JSON
        """Return the wallet; None for one without a bridge or a link, or not as the list says."""
        try:
            read = _Entry.model_validate(entry)
        except ValidationError:
            return None
        bridge = next((bridge.url for bridge in read.bridge if bridge.type == "sse"), "")
        # Plain http is for a list on this machine, which was itself fetched so.
        web = {"https", urlsplit(self._url).scheme}
        if urlsplit(bridge).scheme not in web or urlsplit(read.universal_url).scheme not in web:
            return None
        return WalletApp(read.app_name, read.name, read.image, bridge, read.universal_url)


async def fetched(exchanged: Awaitable[Any]) -> bytes:
    """Return the body of a reply with status 200; anything else is a `BridgeError`."""
    try:
        reply = await exchanged
    except (PartnerError, RequestError) as error:
        raise BridgeError(str(error)) from None
    if reply.status != HTTPStatus.OK:
        raise BridgeError(f"status {reply.status}")
    body: bytes = reply.body
    return body
