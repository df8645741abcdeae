"""When a user signed in and with what, and signing out everywhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import structlog

from core.errors import SealError, StoreError
from core.model import Door, LinkedWallet, SignIn, TonNetwork, UserId
from core.revocations import Revocations
from core.sealing import KeyRing
from core.store import NotedSignIn, Store
from core.tokens import TokenKeeper

PURPOSE = "sign-in"
"""What a note is sealed for; `core.store.sealed` knows it, too."""

log = structlog.get_logger()


class SignIns:
    """Notes sign-ins, sealed for their user, and ends what they have led to."""

    def __init__(
        self, store: Store, ring: KeyRing, tokens: TokenKeeper, revocations: Revocations
    ) -> None:
        self._store = store
        self._ring = ring
        self._tokens = tokens
        self._revocations = revocations

    async def note(self, user: UserId, wallet: LinkedWallet, platform: str, door: Door) -> None:
        """Keep that the user signed in; a store that fails spoils no sign-in."""
        said = {
            "address": wallet.address,
            "chain": wallet.chain,
            "app_name": wallet.app_name,
            "platform": platform,
            "door": door,
        }
        details = self._ring.seal(user, PURPOSE, json.dumps(said).encode())
        try:
            await self._store.note_sign_in(user, details, wallet.linked_at)
        except StoreError as error:
            log.warning("sign_in_not_noted", code=error.code)

    async def of(self, user: UserId) -> list[SignIn]:
        """Return the user's latest sign-ins, the last one first; those that open."""
        opened = (self._opened(noted) for noted in await self._store.sign_ins(user))
        return [sign_in for sign_in in opened if sign_in is not None]

    async def sign_out_everywhere(self, user: UserId) -> int:
        """Delete the user's tokens, and end every session, sign-in under way and chat connection.

        Returned is since when, in seconds since 1970, what is issued to the user counts again.
        """
        await self._tokens.drop(user)
        return await self._revocations.revoke(user)

    def _opened(self, noted: NotedSignIn) -> SignIn | None:
        try:
            said = json.loads(self._ring.open(noted.user, PURPOSE, noted.details))
        except SealError as error:
            log.warning("sign_in_does_not_open", code=error.code, why=str(error))
            return None
        return SignIn(
            at=datetime.fromtimestamp(noted.at, UTC),
            address=said["address"],
            chain=TonNetwork(said["chain"]),
            app_name=said["app_name"],
            platform=said["platform"],
            door=Door(said["door"]),
        )
