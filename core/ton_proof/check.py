"""Whether a ton_proof is true: the state init makes the address, its key made the signature."""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from core.ton_proof.claim import Claim, read_claim
from core.ton_proof.message import signed_digest
from core.ton_proof.terms import Terms, refused_terms
from core.ton_proof.verdict import Invalid, MalformedError, Reason, Undecidable, Valid, Verdict
from core.ton_proof.wallets import WALLETS, WalletCode
from core.ton_wallet import TonWallet


def check(wallet: TonWallet, terms: Terms, *, now: datetime, payload: str | None = None) -> Verdict:
    """Return the whole verdict; *payload* is what we asked to be signed, None to take any."""
    refused = refused_terms(wallet, terms, now=now)
    if refused is not None:
        return Invalid(refused)
    given = wallet.connect_items.ton_proof.proof.payload
    if payload is not None and not compare_digest(given.encode(), payload.encode()):
        return Invalid(Reason.PAYLOAD_MISMATCH)
    return judge(wallet)


def judge(wallet: TonWallet) -> Verdict:
    """Return whether the wallet's own key signed the proof, whatever it is for.

    Pure, and bounded: some milliseconds at the very worst, whatever the client sent. The key is
    taken from the state init; the client's word for it has to agree, and decides nothing.
    """
    try:
        claim = read_claim(wallet)
        if claim.state_init.hash != claim.address.account:
            return Invalid(Reason.ADDRESS_MISMATCH)
        code = WALLETS.get(claim.state_init.code.hash)
        if code is None:
            return _beyond_the_state_init(wallet, claim, Reason.UNKNOWN_WALLET)
        if code.public_key(claim.state_init.data) != claim.public_key:
            if code.rotates:
                return _beyond_the_state_init(wallet, claim, Reason.KEY_ROTATED)
            return Invalid(Reason.KEY_MISMATCH)
    except MalformedError as error:
        return Invalid(error.reason)
    return _by_the_state_init(wallet, claim, code)


def _by_the_state_init(wallet: TonWallet, claim: Claim, code: WalletCode) -> Valid | Invalid:
    if not _signed(wallet, claim):
        return Invalid(Reason.SIGNATURE_INVALID)
    cautions = code.cautions(claim.state_init.data, wallet.account.chain)
    return Valid(code.version, str(claim.address), claim.public_key, tuple(cautions))


def _beyond_the_state_init(
    wallet: TonWallet, claim: Claim, reason: Reason
) -> Undecidable | Invalid:
    # The claimed key must at least have signed: the partner is not asked about noise.
    if not _signed(wallet, claim):
        return Invalid(Reason.SIGNATURE_INVALID)
    return Undecidable(reason, str(claim.address))


def _signed(wallet: TonWallet, claim: Claim) -> bool:
    digest = signed_digest(claim.address, wallet.connect_items.ton_proof.proof)
    try:
        # libsodium also refuses keys and points of small order and scalars that are not reduced.
        VerifyKey(claim.public_key).verify(digest, claim.signature)
    except BadSignatureError:
        return False
    return True
