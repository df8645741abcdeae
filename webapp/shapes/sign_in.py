"""Signing in with a TON wallet."""

from __future__ import annotations

from datetime import datetime

from core.ton_wallet import TonWallet
from webapp.shapes.envelope import Shape
from webapp.shapes.people import Wallet


class Payload(Shape):
    """What the wallet is to sign, and until when."""

    payload: str
    expires_at: datetime


class CheckProof(Shape):
    """A connected wallet, as the TON Connect SDK gives it."""

    ton_wallet: TonWallet


class SignedIn(Shape):
    """The wallet that is linked now."""

    wallet: Wallet
