"""Signing in by ton_proof: a payload is given out once, for a while, and taken back once."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from http import HTTPStatus

from core.ton_proof import Terms, Valid, check
from core.ton_wallet import TonWallet
from sandbox.partner.options import PartnerOptions
from sandbox.partner.refusal import RefusedError

PAYLOAD_TTL = timedelta(minutes=15)
MAX_PAYLOADS = 10_000
"""Past it the oldest attempts to sign in fail."""

MAX_PAYLOAD_AND_DOMAIN = 222
"""Bytes; TON Connect's own bound."""


class SignIn:
    """Gives out payloads, each bound to the partner it was made for, and checks proofs of them."""

    def __init__(self, options: PartnerOptions) -> None:
        self._options = options
        self._pending: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    def payload(self, partner_id: str, now: datetime) -> str:
        """Return a fresh payload: 43 url-safe characters."""
        if partner_id != self._options.partner_id:
            raise RefusedError(HTTPStatus.NOT_FOUND, "there is no such partner")
        payload = secrets.token_urlsafe(32)
        self._pending[payload] = (partner_id, now + PAYLOAD_TTL)
        if len(self._pending) > MAX_PAYLOADS:
            self._pending.popitem(last=False)
        return payload

    def address(self, wallet: TonWallet, now: datetime) -> str:
        """Return the proven raw address; the payload is used up even if the proof fails."""
        proof = wallet.connect_items.ton_proof.proof
        partner_id, expires = self._pending.pop(proof.payload, ("", now))
        if partner_id != self._options.partner_id or expires <= now:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "this payload does not work")
        domain = self._options.domain or proof.domain.value
        if "." not in domain:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "the domain should hold a dot")
        if len(proof.payload.encode()) + len(domain.encode()) > MAX_PAYLOAD_AND_DOMAIN:
            raise RefusedError(HTTPStatus.BAD_REQUEST, "payload and domain are too long together")
        terms = Terms(domain, self._options.networks)
        verdict = check(wallet, terms, now=now)
        if not isinstance(verdict, Valid):
            raise RefusedError(HTTPStatus.UNAUTHORIZED, f"proof refused: {verdict.reason}")
        return verdict.address
