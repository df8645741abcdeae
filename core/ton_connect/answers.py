"""What a wallet answers to a connect request, as the wallet it proves or the error it means.

Source: TON Connect, "Connect event", and its codes of errors.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from core.errors import ConnectError, WalletCannotProveError, WalletDeclinedError
from core.ton_wallet import TonWallet

ANSWERS = frozenset({"connect", "connect_error"})
DECLINED = 300
"""The code by which a wallet says that its owner said no."""


def read_event(text: str) -> dict[str, Any] | None:
    """Return the answer to our request that *text* is; None where it is none.

    Its `id` is not looked at: wallets send it as a number, as a string or not at all.
    """
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(event, dict) and event.get("event") in ANSWERS:
        return event
    return None


def wallet_of(event: dict[str, Any]) -> TonWallet:
    """Return the connected wallet with its proof, in the shape in which the page sends one.

    `WalletDeclinedError`, `WalletCannotProveError`, or `ConnectError` for anything else.
    """
    payload = event.get("payload")
    if not isinstance(payload, dict):
        raise ConnectError("an event without a payload")
    if event["event"] == "connect_error":
        raise _refusal(payload.get("code"))
    items = _by_name(payload.get("items"))
    proof, account = items.get("ton_proof", {}), items.get("ton_addr")
    if "proof" not in proof:
        raise _unproven(proof.get("error"))
    if account is None:
        raise ConnectError("an answer without an address")
    try:
        return TonWallet.model_validate(_as_the_page(payload.get("device"), account, proof))
    except ValidationError as error:
        # By their number: pydantic's message quotes the wallet.
        raise ConnectError(f"an answer with {error.error_count()} faults") from None


def _as_the_page(device: object, account: dict[str, Any], proof: dict[str, Any]) -> dict[str, Any]:
    return {
        "device": device,
        "provider": "http",
        "account": {
            "address": account.get("address"),
            "chain": str(account.get("network")),
            "walletStateInit": account.get("walletStateInit"),
            "publicKey": account.get("publicKey"),
        },
        "connectItems": {"tonProof": proof},
    }


def _by_name(items: object) -> dict[str, dict[str, Any]]:
    if not isinstance(items, list):
        raise ConnectError("an answer without items")
    return {str(item.get("name")): item for item in items if isinstance(item, dict)}


def _unproven(error: object) -> ConnectError:
    code = error.get("code") if isinstance(error, dict) else None
    if _is_declined(code):
        return WalletDeclinedError("the owner does not sign")
    return WalletCannotProveError("the wallet signs no proof")


def _refusal(code: object) -> ConnectError:
    if _is_declined(code):
        return WalletDeclinedError("the owner said no")
    return ConnectError("the wallet does not connect")


def _is_declined(code: object) -> bool:
    return str(code) == str(DECLINED)
