"""Signing in with a TON wallet: payload, proof, tokens; and signing out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from core import metrics, ton_proof
from core.errors import PartnerBrokenError, PartnerRejectedError, ProofError
from core.model import Door, LinkedWallet, TokenPair, TonNetwork, UserId
from core.partner import PartnerClient
from core.store import Store
from core.tokens import TokenKeeper
from core.ton_proof import Invalid, Terms, Undecidable, Valid
from core.ton_wallet import TonWallet

PAYLOAD_LIFETIME = timedelta(minutes=15)
"""As long as a proof may be old: a later one would be refused for its age."""
MAX_PAYLOAD_BYTES = 128
MAX_PAYLOAD_AND_DOMAIN_BYTES = 222
"""Beyond either the TON Connect SDK refuses to ask the wallet."""

Note = Callable[[UserId, LinkedWallet, str, Door], Awaitable[None]]
"""Keeps who signed in with which wallet, on which platform, by which door; it never raises."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a wallet is to sign, and until when."""

    payload: str
    expires_at: datetime


class Login:
    """Turns a wallet's ton_proof into tokens kept for a Telegram user."""

    def __init__(  # noqa: PLR0913  # wired by name, in one place
        self,
        *,
        partner: PartnerClient,
        store: Store,
        tokens: TokenKeeper,
        terms: Terms,
        partner_id: str,
        note: Note,
        now: Callable[[], datetime],
    ) -> None:
        self._partner = partner
        self._store = store
        self._tokens = tokens
        self._terms = terms
        self._partner_id = partner_id
        self._note = note
        self._now = now

    async def begin(self, user: UserId) -> Attempt:
        """Return a payload of the partner's, good for one proof of this user."""
        payload = await self._partner.generate_payload(self._partner_id)
        size = len(payload.encode())
        if not 0 < size <= MAX_PAYLOAD_BYTES:
            raise PartnerBrokenError(f"a payload of {size} bytes")
        if size + len(self._terms.domain.encode()) > MAX_PAYLOAD_AND_DOMAIN_BYTES:
            raise PartnerBrokenError(f"a payload of {size} bytes does not fit with the domain")
        expires_at = self._now() + PAYLOAD_LIFETIME
        await self._store.keep_attempt(payload, user, expires_at)
        return Attempt(payload, expires_at)

    async def finish(self, user: UserId, wallet: TonWallet, door: Door) -> LinkedWallet:
        """Check the proof, here and at the partner, and keep the tokens it earns.

        The payload is used up whatever the proof is worth. `ProofError` names what is wrong. Who
        came in by which *door* is noted for the user to see.
        """
        try:
            verdict, linked = await self._judged(user, wallet)
        except ProofError as error:
            metrics.PROOFS.labels("refused", error.reason).inc()
            raise
        if isinstance(verdict, Valid):
            metrics.PROOFS.labels("valid", "none").inc()
        else:
            metrics.PROOFS.labels("undecidable", verdict.reason).inc()
        await self._note(user, linked, wallet.device.platform, door)
        return linked

    async def _judged(
        self, user: UserId, wallet: TonWallet
    ) -> tuple[Valid | Undecidable, LinkedWallet]:
        now = self._now()
        if reason := ton_proof.refused_terms(wallet, self._terms, now=now):
            raise ProofError(reason)
        payload = wallet.connect_items.ton_proof.proof.payload
        if not await self._store.take_attempt(payload, user, now):
            raise ProofError("payload_unknown")
        verdict = ton_proof.judge(wallet)
        if isinstance(verdict, Invalid):
            raise ProofError(verdict.reason)
        pair = await self._earned(wallet, verdict)
        linked = LinkedWallet(
            verdict.address, TonNetwork(wallet.account.chain), wallet.device.app_name, now
        )
        await self._tokens.keep(user, pair, linked, now)
        return verdict, linked

    async def _earned(self, wallet: TonWallet, verdict: Valid | Undecidable) -> TokenPair:
        try:
            return await self._partner.check_proof(wallet)
        except PartnerRejectedError as error:
            if isinstance(verdict, Valid):
                metrics.PROOF_DISAGREEMENTS.inc()
                log.warning(
                    "proof_disagreement",
                    status=error.status,
                    wallet_version=verdict.wallet_version,
                )
            raise ProofError("refused_by_partner") from error

    async def sign_out(self, user: UserId) -> None:
        """Delete the user's tokens."""
        await self._tokens.drop(user)

    async def forget(self, user: UserId) -> None:
        """Delete everything kept about the user."""
        await self._tokens.forget(user)

    async def wallet(self, user: UserId) -> LinkedWallet | None:
        """Return the wallet the user is signed in with."""
        return await self._tokens.wallet(user)
