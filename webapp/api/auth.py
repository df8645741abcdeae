"""/api/auth: signing in with a TON wallet, and out."""

from __future__ import annotations

from aiohttp import web

from core.model import Door
from webapp import reading
from webapp.answers import answer, answer_true
from webapp.keys import CALLER, SERVICES
from webapp.shapes.people import Wallet
from webapp.shapes.sign_in import CheckProof, Payload, SignedIn


async def generate_payload(request: web.Request) -> web.Response:
    """Answer with a payload for the wallet to sign."""
    attempt = await request.app[SERVICES].login.begin(request[CALLER].user)
    return answer(Payload(payload=attempt.payload, expires_at=attempt.expires_at))


async def check_proof(request: web.Request) -> web.Response:
    """Sign the caller in with the wallet whose proof they bring."""
    proof = await reading.body(request, CheckProof)
    user, login = request[CALLER].user, request.app[SERVICES].login
    linked = await login.finish(user, proof.ton_wallet, Door.PAGE)
    return answer(SignedIn(wallet=Wallet.of(linked)))


async def sign_out(request: web.Request) -> web.Response:
    """Delete the caller's tokens."""
    await request.app[SERVICES].login.sign_out(request[CALLER].user)
    return answer_true()
