"""TON Connect by pytonconnect: its sessions, its links and its storage; the bridge is ours.

Its provider is used without the gateway it opens (see `bridge.py`) and without what it does with
messages: there a second key may take the session over, an item's error is raised where nobody
hears it, and a refusal has no code.
"""

from __future__ import annotations

import binascii
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from nacl.exceptions import CryptoError
from pytonconnect.provider import BridgeProvider
from pytonconnect.provider._bridge_session import BridgeSession
from pytonconnect.storage import DefaultStorage

from core.errors import BridgeError
from core.model import UserId
from core.partner.transport import Http
from core.ton_connect.answers import read_event, wallet_of
from core.ton_connect.apps import WalletApp, WalletApps
from core.ton_connect.bridge import Bridge, Letter
from core.ton_connect.line import Pace
from core.ton_connect.storage import LINKED, PENDING, SealedStorage
from core.ton_wallet import TonWallet

LINK_KEPT = timedelta(days=90)
"""How long a wallet can be told of the end; a session is of no other use to us."""
MAX_LOGGED = 5
"""Letters of one attempt that are logged as ignored; anybody can send more."""

log = structlog.get_logger()


class Session(BridgeProvider):  # type: ignore[misc]  # pytonconnect ships no types
    """pytonconnect's provider, deaf: it makes the key and the link, seals and opens."""

    def __init__(self, app: WalletApp | None = None, kept: dict[str, str] | None = None) -> None:
        source = {"bridge_url": app.bridge_url, "universal_url": app.universal_url} if app else {}
        # What it wants stored goes nowhere: it would be the wallet's whole answer.
        super().__init__(DefaultStorage(), source)
        self._session = BridgeSession(kept)

    async def _open_gateways(self, auto_listen: bool = True) -> None:  # noqa: FBT001, FBT002  # its signature
        """Open none."""

    @property
    def kept(self) -> dict[str, str]:
        """What to keep of the session: keys and bridge, and nothing of what was said."""
        return dict(self._session.get_dict())

    @property
    def client_id(self) -> str:
        """Our public key, which is our address at the bridge."""
        return str(self._session.session_crypto.session_id)

    @property
    def bridge_url(self) -> str:
        """Where the wallet writes to."""
        return str(self._session.bridge_url)

    @property
    def wallet_key(self) -> str | None:
        """The public key of the wallet that answered first."""
        key: str | None = self._session.wallet_public_key
        return key

    def pin(self, sender: str) -> None:
        """Hear this wallet alone."""
        self._session.wallet_public_key = sender

    def open(self, letter: Letter) -> str | None:
        """Return what a letter says; None when it does not open."""
        try:
            return str(self._session.session_crypto.decrypt(letter.message, letter.sender))
        except (binascii.Error, CryptoError, ValueError, TypeError):
            return None

    def seal(self, said: dict[str, Any]) -> str:
        """Return *said* for the wallet's eyes."""
        sealed: bytes = self._session.session_crypto.encrypt(json.dumps(said), self.wallet_key)
        return sealed.decode()


@dataclass(slots=True, repr=False)
class Attempt:
    """See `core.ton_connect.protocol.Asking`."""

    link: str
    expires_at: datetime
    _user: UserId
    _session: Session
    _bridge: Bridge
    _storage: SealedStorage
    _ignored: int = 0

    async def answer(self) -> TonWallet:
        """Wait, without an end, for the first answer."""
        return wallet_of(await self._bridge.listen(self._session.client_id, self._hear))

    def _hear(self, letter: Letter) -> dict[str, Any] | None:
        if self._session.wallet_key not in {None, letter.sender}:
            self._ignore("another sender")
            return None
        text = self._session.open(letter)
        if text is None:
            self._ignore("does not open")
            return None
        event = read_event(text)
        if event is None:
            self._ignore("no answer")
            return None
        self._session.pin(letter.sender)
        return event

    def _ignore(self, why: str) -> None:
        self._ignored += 1
        if self._ignored <= MAX_LOGGED:
            log.warning("wallet_letter_ignored", why=why, count=self._ignored)

    async def keep(self) -> None:
        """Keep what it takes to go on after a restart."""
        said = {
            "session": self._session.kept,
            "link": self.link,
            "expires_at": self.expires_at.timestamp(),
        }
        await self._storage.keep(self._user, PENDING, said, self.expires_at)

    async def settle(self) -> None:
        """Keep the session, so that the wallet can be told when it ends."""
        until = self._storage.now() + LINK_KEPT
        await self._storage.keep(self._user, LINKED, {"session": self._session.kept}, until)

    async def drop(self) -> None:
        """Forget the attempt."""
        await self._storage.store.drop_connections(self._user, PENDING)


@dataclass(frozen=True, slots=True)
class PyTonConnect:
    """See `core.ton_connect.protocol.TonConnect`."""

    manifest_url: str
    wallet_apps: WalletApps
    storage: SealedStorage
    http: Http
    pace: Pace

    async def apps(self) -> tuple[WalletApp, ...]:
        """Return the wallets there are."""
        return await self.wallet_apps.all()

    async def ask(
        self, user: UserId, app: WalletApp, payload: str, expires_at: datetime
    ) -> Attempt:
        """Ask *app* for the user's address and a ton_proof of *payload*."""
        session = Session(app)
        items = [{"name": "ton_addr"}, {"name": "ton_proof", "payload": payload}]
        link = await session.connect({"manifestUrl": self.manifest_url, "items": items})
        link = _with_one_query(link, app.universal_url)
        attempt = Attempt(link, expires_at, user, session, self._bridge(session), self.storage)
        await attempt.keep()
        return attempt

    async def ask_again(self, user: UserId) -> Attempt | None:
        """Return the attempt an earlier process left; None where there is none to go on with."""
        now = self.storage.now()
        said = await self.storage.read(user, PENDING)
        if said is None or said["expires_at"] <= now.timestamp():
            await self.storage.store.drop_connections(user, PENDING)
            return None
        expires_at = datetime.fromtimestamp(said["expires_at"], now.tzinfo)
        session = Session(kept=said["session"])
        bridge = self._bridge(session)
        return Attempt(said["link"], expires_at, user, session, bridge, self.storage)

    async def interrupted(self) -> tuple[UserId, ...]:
        """Return whose attempts are kept."""
        return tuple(await self.storage.store.users_connecting(PENDING, self.storage.now()))

    async def part(self, user: UserId) -> None:
        """Tell the user's wallet that the session is over, and forget all that is kept of it."""
        said = await self.storage.read(user, LINKED)
        await self.storage.store.drop_connections(user)
        if said is None:
            return
        session = Session(kept=said["session"])
        if session.wallet_key is None:
            return
        told = session.seal({"method": "disconnect", "params": [], "id": "1"})
        try:
            await self._bridge(session).post(
                session.client_id, session.wallet_key, told, "disconnect"
            )
        except BridgeError as error:
            log.info("wallet_not_told", why=str(error))

    def _bridge(self, session: Session) -> Bridge:
        return Bridge(session.bridge_url, self.http, self.pace)


def _with_one_query(link: str, universal_url: str) -> str:
    """Return *link* with one question mark where the wallet's own address has a query already."""
    base = universal_url.rstrip("/")
    if "?" in base and link.startswith(f"{base}?"):
        return f"{base}&{link.removeprefix(f'{base}?')}"
    return link
